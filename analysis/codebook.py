"""The codes of a study: what each means, when to use it and when not. The codes themselves are data (TOML).

A researcher's codebook may say `extends = "customer_service"`: it then holds only what is new or other, code by code,
and `without` names what falls away, codes and hypotheses. What `[code.phrases]` of a code describe is found without a line
of Python; docs/codebook.md tells the language of phrases.
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from functools import cache
from importlib import resources
from typing import Any

from analysis.testing import registered
from analysis.testing.registered import Hypothesis
from extract.errors import StudyError

KINDS = ("genre", "core", "secondary", "outcome")
CAUSES = ("core", "secondary")
LEVELS = ("failed", "met", "exceeded")  # of a cause; "mixed" follows from two of them in one post
REQUIRED = ("id", "kind", "name", "question", "definition")
FOR_CAUSES = (*LEVELS, "complaint_label", "praise_label")
SHIPPED = "customer_service"
KEYS = ("id", "version", "extends", "without", "code", "hypothesis")
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")  # an id stands in tables, in lists parted by bars and in the page's filters
UNSHOWN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # no drawing can hold them
TAKEN = ("genre", "reaction")  # what codings hold beside codes
READ = ("id", "kind", "phrases")  # of a code; the rest is for people and language models

By_level = tuple[tuple[str, str], ...]  # (level, text), level "" for genres and outcomes


class CodebookError(StudyError):
    """A codebook that cannot be used; the text says which code and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Code:
    """One code. `failed` to `praise_label` are filled for causes only: an anchor text per level, two labels for charts.

    `examples` are (level, sentence), `phrases` (level, phrases of the rule coder, one a line).
    """

    id: str
    kind: str
    name: str
    question: str
    definition: str
    use_when: str = ""
    avoid_when: str = ""
    examples: By_level = ()
    failed: str = ""
    met: str = ""
    exceeded: str = ""
    complaint_label: str = ""
    praise_label: str = ""
    phrases: By_level = ()

    @property
    def known(self) -> bool:
        """Whether the coders of this package can tell of it: shipped codes and those that bring phrases."""
        return self.id in _shipped() or bool(self.phrases)


@dataclass(frozen=True, slots=True)
class Codebook:
    """All codes of a study in the order of the file, and the hypotheses that are tested on what is coded."""

    id: str
    version: str
    codes: tuple[Code, ...]
    hypotheses: tuple[Hypothesis, ...] = ()

    @property
    def digest(self) -> str:
        """64 hex digits over id, version and codes: layout and remarks of the file and hypotheses do not change it."""
        told = asdict(self)
        del told["hypotheses"]  # a code means the same whatever is tested with it
        return _hashed(told)

    @property
    def frozen(self) -> str:
        """64 hex digits over the hypotheses: written down before posts are coded, it shows that none was fitted to them."""
        return _hashed([asdict(one) for one in self.hypotheses])

    @property
    def read(self) -> str:
        """64 hex digits over what the coders of this package read: which codes they know there are, and phrases.

        The order of the codes means nothing to them.
        """
        told = sorted([getattr(code, part) for part in READ] for code in self.codes if code.known)
        return _hashed(told)

    def of(self, *kinds: str) -> tuple[Code, ...]:
        """Return the codes of these kinds in the order of the file."""
        return tuple(code for code in self.codes if code.kind in kinds)


def _hashed(told: object) -> str:
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def parse(toml: str, where: str = "the codebook") -> Codebook:
    """Read a codebook from TOML text; raises CodebookError with `where` and the code that is at fault."""
    try:
        table = tomllib.loads(toml)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise CodebookError(f"{where} is not valid TOML: {error}") from error
    _check_table(table, where)
    own: dict[str, Code] = {}
    for number, entry in enumerate(table.get("code", []), start=1):
        code = _code(f"{where}: code {entry.get('id') or f'number {number}'}", entry)
        if code.id in own:
            raise CodebookError(f"{where}: the code {code.id!r} is defined twice")
        own[code.id] = code
    gone, base = table.get("without", []), default() if table.get("extends") else Codebook("", "", ())
    codes = {code.id: code for code in base.codes if code.id not in gone} | own
    stated = {one.id: one for one in base.hypotheses if one.id not in gone} | _stated(where, table, codes.values())
    return Codebook(str(table["id"]), str(table["version"]), tuple(codes.values()), tuple(stated.values()))


def _stated(where: str, table: dict[str, Any], codes: Collection[Code]) -> dict[str, Hypothesis]:  # Any: as above
    """The hypotheses of a table. They may name shipped codes that this codebook lacks: then they are not asked."""
    kinds = _shipped() | {code.id: code.kind for code in codes}
    causes = frozenset(name for name, kind in kinds.items() if kind in CAUSES)
    outcomes = frozenset(name for name, kind in kinds.items() if kind == "outcome")
    own: dict[str, Hypothesis] = {}
    for number, entry in enumerate(table.get("hypothesis", []), start=1):
        fault = registered.fault(entry, causes, outcomes)
        if fault or entry["id"] in own:
            which = f"{where}: hypothesis {entry.get('id') or f'number {number}'}"
            raise CodebookError(f"{which}: {fault or 'it is stated twice'}")
        own[entry["id"]] = registered.made(entry)
    return own


def _check_table(table: dict[str, Any], where: str) -> None:  # Any: values of a TOML table, checked here
    unknown = sorted(set(table) - set(KEYS))
    if unknown:
        raise CodebookError(f"{where} has an unknown key {unknown[0]!r}; there are {', '.join(KEYS)}")
    gone, extends = table.get("without", []), table.get("extends")
    if extends not in (None, SHIPPED):
        raise CodebookError(f"{where} extends {extends!r}; only {SHIPPED!r} can be extended")
    known = _shipped().keys() | _claimed()
    if not isinstance(gone, list) or not all(isinstance(name, str) and name in known for name in gone):
        raise CodebookError(f"{where}: 'without' lists ids of codes or hypotheses of {SHIPPED!r}, not {gone!r}")
    bare = extends and (gone or table.get("hypothesis"))
    needed = ("id", "version") if bare else ("id", "version", "code")
    missing = [key for key in needed if not table.get(key)]
    if missing:
        raise CodebookError(f"{where} has no {missing[0]!r}")
    if UNSHOWN.search(f"{table['id']}{table['version']}"):
        raise CodebookError(f"{where}: id or version holds a control character")
    for kind in ("code", "hypothesis"):
        entries = table.get(kind, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise CodebookError(f"{where}: write each {kind} under [[{kind}]]")


@cache
def default() -> Codebook:
    """Return the codebook that ships with the package: root causes of reactions to customer service."""
    return parse(_shipped_toml(), SHIPPED)


@cache
def _shipped_toml() -> str:
    return resources.files("analysis").joinpath(f"codebooks/{SHIPPED}.toml").read_text(encoding="utf-8")


@cache
def _shipped() -> dict[str, str]:
    """The kinds of the shipped codes by id."""
    return {entry["id"]: entry["kind"] for entry in tomllib.loads(_shipped_toml())["code"]}


@cache
def _claimed() -> frozenset[str]:
    """Ids of the shipped hypotheses."""
    return frozenset(entry["id"] for entry in tomllib.loads(_shipped_toml()).get("hypothesis", []))


def _code(where: str, entry: dict[str, Any]) -> Code:  # Any: values of a TOML table, checked here
    unknown = sorted(set(entry) - {field.name for field in fields(Code)})
    if unknown:
        raise CodebookError(f"{where}: unknown field {unknown[0]!r}")
    cause = entry.get("kind") in CAUSES
    missing = [name for name in REQUIRED + (FOR_CAUSES if cause else ()) if not entry.get(name)]
    if missing:
        raise CodebookError(f"{where}: {missing[0]!r} is missing")
    if entry["kind"] not in KINDS:
        raise CodebookError(f"{where}: kind {entry['kind']!r} is none of {', '.join(KINDS)}")
    _check_name(where, entry["id"], entry["kind"])
    levels = LEVELS if cause else ("",)
    listed = {name: _by_level(f"{where}: {name}", entry.get(name, {}), levels) for name in ("examples", "phrases")}
    told = {name: value for name, value in entry.items() if name not in listed}
    wrong = [name for name, value in told.items() if not isinstance(value, str) or UNSHOWN.search(value)]
    if wrong:
        raise CodebookError(f"{where}: {wrong[0]!r} is no text")
    if listed["phrases"] and entry["kind"] == "genre":
        raise CodebookError(f"{where}: phrases find causes and outcomes; a genre is decided from the whole post")
    return Code(**{**entry, **listed})


def _check_name(where: str, name: object, kind: str) -> None:
    if not isinstance(name, str) or not NAME.fullmatch(name) or name in TAKEN:
        raise CodebookError(f"{where}: an id is small letters, digits and _, and neither {' nor '.join(TAKEN)}")
    shipped = _shipped().get(name, kind)
    if shipped != kind and not {shipped, kind} <= set(CAUSES):
        raise CodebookError(f"{where}: coders know it as kind {shipped!r}; for kind {kind!r} choose another id")


def _by_level(where: str, value: object, levels: tuple[str, ...]) -> By_level:
    """Texts by level: a table of levels for a cause, texts alone for other kinds. A text is one string or a list."""
    table = value if isinstance(value, Mapping) else {"": value}
    wrong = sorted(set(table) - set(levels))
    if wrong:
        raise CodebookError(f"{where}: give them by level, under {', '.join(levels) or 'no level'}, not {wrong[0]!r}")
    found: list[tuple[str, str]] = []
    for level, texts in table.items():
        listed = [texts] if isinstance(texts, str) else texts
        if not isinstance(listed, list) or not all(isinstance(text, str) for text in listed):
            raise CodebookError(f"{where}: neither a text nor a list of texts")
        found += [(level, text) for text in listed]
    return tuple(found)
