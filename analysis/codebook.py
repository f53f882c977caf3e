"""The codes of a study: what each means, when to use it and when not. The codes themselves are data (TOML)."""

import hashlib
import tomllib
from dataclasses import dataclass, fields
from importlib import resources
from typing import Any

from extract.errors import StudyError

KINDS = ("genre", "core", "secondary", "outcome")
CAUSES = ("core", "secondary")
REQUIRED = ("id", "kind", "name", "question", "definition")
FOR_CAUSES = ("failed", "met", "exceeded", "complaint_label", "praise_label")


class CodebookError(StudyError):
    """A codebook that cannot be used; the text says which code and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Code:
    """One code. The last five fields are filled for causes only: an anchor text per level and two labels for charts."""

    id: str
    kind: str
    name: str
    question: str
    definition: str
    use_when: str = ""
    avoid_when: str = ""
    examples: tuple[str, ...] = ()
    failed: str = ""
    met: str = ""
    exceeded: str = ""
    complaint_label: str = ""
    praise_label: str = ""


@dataclass(frozen=True, slots=True)
class Codebook:
    """All codes of a study in the order of the file; `digest` is the SHA-256 of the file's text."""

    id: str
    version: str
    codes: tuple[Code, ...]
    digest: str

    def of(self, *kinds: str) -> tuple[Code, ...]:
        """Return the codes of these kinds in the order of the file."""
        return tuple(code for code in self.codes if code.kind in kinds)


def parse(toml: str) -> Codebook:
    """Read a codebook from TOML text; raises CodebookError naming the code that is at fault."""
    try:
        table = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise CodebookError(f"the codebook is not valid TOML: {error}") from error
    missing = [key for key in ("id", "version", "code") if not table.get(key)]
    if missing:
        raise CodebookError(f"the codebook has no {missing[0]!r}")
    codes = tuple(_code(number, entry) for number, entry in enumerate(table["code"], start=1))
    seen: set[str] = set()
    for code in codes:
        if code.id in seen:
            raise CodebookError(f"the code {code.id!r} is defined twice")
        seen.add(code.id)
    return Codebook(str(table["id"]), str(table["version"]), codes, hashlib.sha256(toml.encode()).hexdigest())


def default() -> Codebook:
    """Return the codebook that ships with the package: root causes of reactions to customer service."""
    return parse(resources.files("analysis").joinpath("codebooks/customer_service.toml").read_text(encoding="utf-8"))


def _code(number: int, entry: dict[str, Any]) -> Code:  # Any: values of a TOML table, checked here
    where = f"code {entry.get('id') or f'number {number}'}"
    unknown = sorted(set(entry) - {field.name for field in fields(Code)})
    if unknown:
        raise CodebookError(f"{where}: unknown field {unknown[0]!r}")
    needed = REQUIRED + (FOR_CAUSES if entry.get("kind") in CAUSES else ())
    missing = [name for name in needed if not entry.get(name)]
    if missing:
        raise CodebookError(f"{where}: {missing[0]!r} is missing")
    if entry["kind"] not in KINDS:
        raise CodebookError(f"{where}: kind {entry['kind']!r} is none of {', '.join(KINDS)}")
    return Code(**{**entry, "examples": tuple(entry.get("examples", ()))})
