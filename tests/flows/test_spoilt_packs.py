"""Packs with bytes that nobody packed: whatever was changed, the pack is named as damaged, and no other error comes out."""

import json
import random
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from flows.errors import UsageError
from flows.reporting import packing

CONTENTS = {"s.toml": b'name = "s"\n' * 30, "report/report.html": b"<p>hello</p>" * 300, "a.warc.gz": bytes(range(256))}
FILES = [
    {"@id": name, "contentSize": str(len(content)), "sha256": sha256(content).hexdigest()}
    for name, content in CONTENTS.items()
]
GOOD = {"@graph": [{"@id": "./", "identifier": "s", "hasPart": [{"@id": name} for name in CONTENTS]}, *FILES]}


def packed(path: Path, metadata: object) -> Path:
    with zipfile.ZipFile(path, "w") as made:
        for name, content in {packing.METADATA: json.dumps(metadata), **CONTENTS}.items():
            made.writestr(name, content, zipfile.ZIP_STORED if name.endswith(".gz") else zipfile.ZIP_DEFLATED)
    return path


def test_any_byte_may_be_another_or_the_last_ones_lacking(tmp_path: Path) -> None:
    good, dice, causes = packed(tmp_path / "s.zip", GOOD).read_bytes(), random.Random(1), set()
    for _ in range(300):
        bad = bytearray(good)
        bad[dice.randrange(len(bad))] = dice.randrange(256)
        (tmp_path / "s.zip").write_bytes(bad[: dice.choice((None, None, dice.randrange(len(bad))))])
        try:
            packing._extracted(tmp_path / "s.zip", tmp_path / "out")
        except UsageError as error:
            assert str(tmp_path / "s.zip") in str(error)
            causes.add(type(error.__cause__).__name__)

    assert {"BadZipFile", "error", "KeyError"} <= causes  # an error is zlib's


@pytest.mark.parametrize("change", [None, 1, "x", [None], ["x"], [{}], [{"@id": 1}]])
def test_metadata_of_another_shape_is_named(tmp_path: Path, change: object) -> None:
    for told in (change, {"@graph": change}, {"@graph": [{"@id": "./", "hasPart": change, "identifier": "s"}]}):
        with pytest.raises(UsageError, match="or is damaged: "):
            packing._extracted(packed(tmp_path / "s.zip", told), tmp_path / "out")


def test_a_pack_that_is_not_there_is_not_called_damaged(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is not there"):
        packing._extracted(tmp_path / "s.zip", tmp_path / "out")
