"""A codebook with one code more, and studies that use it."""

from pathlib import Path

import sqlalchemy as sa

from flows import settings
from flows.database import store as storing
from flows.database.schema import CODINGS

OWN = """
id = "own"
version = "1"
extends = "customer_service"

[[code]]
id = "lids"
kind = "secondary"
name = "Lids & handles"
question = "Did the lid hold?"
definition = "Whether lids and handles stayed on."
use_when = "A lid or handle is told of."
avoid_when = "The whole thing broke."
failed = "Came off."
met = "Stayed on."
exceeded = "Stayed on after a fall."
complaint_label = "lid off"
praise_label = "lid on"
examples.failed = ["The kettle boiled over."]
examples.met = ["The engineer held the lid."]
[code.phrases]
failed = "kettle"
met = "engineer|lid"
"""


def use(study: Path, book: str) -> Path:
    """Make a study use a codebook that lies beside it."""
    (study.parent / "own.toml").write_text(book, encoding="utf-8")
    return set_keys(study, codebook="own.toml")


def set_keys(study: Path, **keys: object) -> Path:
    """Change a study file."""
    changed = settings.check(settings.load(study).model_dump() | keys, "test")
    study.write_text(settings.write(changed), encoding="utf-8")
    return study


def versions(study: Path) -> dict[str, int]:
    """How many codings are stored, by coder and version."""
    store = storing.open_store(storing.sqlite_url(study.with_suffix(".sqlite")))
    found = storing.select(store, sa.select(CODINGS))
    store.close()
    names = [f"{row['coder']} {row['version']}" for row in found]
    return {name: names.count(name) for name in names}
