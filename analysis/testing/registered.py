"""Hypotheses of a study as a codebook states them: what is claimed and by which test, written down before posts are coded.

The tests themselves are in analysis/testing/hypotheses.py. A hypothesis has no part in what coders read.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

NAME = re.compile(r"[A-Z][A-Za-z0-9_]{0,39}")  # a capital, so that no code has the same id
UNSHOWN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # no drawing can hold them
LISTED = ("causes", "given", "against", "outcomes")

# What each test needs, and what it may be told.
FORMS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "order": (("causes",), ("against",)),
    "odds": (("causes", "given"), ()),
    "surplus": (("causes",), ()),
    "recovery": (("causes",), ("outcomes",)),
    "lead": (("causes", "against"), ()),
    "outcomes": (("causes", "outcomes"), ()),
    "reaction": (("causes", "given"), ("outcomes",)),
}


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One claim and its test. docs/codebook.md tells what `causes`, `given`, `against` and `outcomes` are to each test.

    `smallest` is the smallest difference of interest, on the scale of the test's number. `caveat` is what a reader must
    bear in mind of how the posts were chosen, beside what holds for all blog posts; `source` is where the claim is from.
    """

    id: str
    claim: str
    test: str
    smallest: float
    causes: tuple[str, ...]
    given: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    caveat: str = ""
    source: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes without which it cannot be asked."""
        return (*self.causes, *self.given, *self.against, *self.outcomes)


def made(entry: Mapping[str, Any]) -> Hypothesis:  # Any: values of a TOML table, checked by `fault`
    """The record of an entry in which `fault` found nothing."""
    listed = {name: tuple(entry.get(name, ())) for name in LISTED}
    return Hypothesis(**{**entry, **listed, "smallest": float(entry["smallest"])})


def fault(entry: Mapping[str, Any], causes: frozenset[str], outcomes: frozenset[str]) -> str:  # Any: as above
    """The first thing wrong with an entry, or "". `causes` and `outcomes` are the ids that a codebook could hold."""
    told = [name for name in LISTED if entry.get(name)]
    found = _ill_formed(entry) or _ill_fitting(entry["test"], told)
    for name in told:
        found = found or _unknown(name, entry[name], outcomes if name == "outcomes" else causes)
    return found or _too_small(entry)


def _ill_formed(entry: Mapping[str, Any]) -> str:
    unknown = sorted(set(entry) - {field.name for field in fields(Hypothesis)})
    if unknown:
        return f"unknown field {unknown[0]!r}"
    for name in ("id", "claim", "test", "caveat", "source"):
        value = entry.get(name, "" if name in ("caveat", "source") else None)
        if value is None:
            return f"{name!r} is missing"
        if not isinstance(value, str) or UNSHOWN.search(value):
            return f"{name!r} is no text"
    if not NAME.fullmatch(entry["id"]):
        return "an id is a capital letter, then letters, digits and _"
    if entry["test"] not in FORMS:
        return f"unknown test {entry['test']!r}; there are {', '.join(FORMS)}"
    return ""


def _ill_fitting(test: str, told: list[str]) -> str:
    needs, may = FORMS[test]
    missing = [name for name in needs if name not in told]
    beyond = [name for name in told if name not in (*needs, *may)]
    if missing:
        return f"test {test!r} needs {missing[0]!r}"
    return f"test {test!r} takes no {beyond[0]!r}" if beyond else ""


def _unknown(name: str, listed: object, known: frozenset[str]) -> str:
    if not isinstance(listed, list) or not all(isinstance(code, str) for code in listed):
        return f"{name!r} is no list of ids"
    unknown = [code for code in listed if code not in known]
    if unknown:
        return f"unknown {'outcome' if name == 'outcomes' else 'cause'} {unknown[0]!r} in {name!r}"
    return f"{name!r} names a code twice" if len(set(listed)) < len(listed) else ""


def _too_small(entry: Mapping[str, Any]) -> str:
    value = entry.get("smallest")
    least = 1 if entry["test"] == "odds" else 0
    if isinstance(value, bool) or not isinstance(value, int | float) or not least < value < 1000:
        return f"'smallest' is a number above {least}: the smallest difference of interest"
    return ""
