"""Care for a codebook: what is missing or miscoded in it, and what changed from one version to the next."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from analysis.codebook import CAUSES, READ, Code, Codebook
from analysis.coders import rules
from analysis.coders.lookup import Index
from analysis.coders.matching import hits, read
from analysis.testing.registered import Hypothesis

TOLD = ("definition", "use_when", "avoid_when", "examples")


@dataclass(frozen=True, slots=True)
class Change:
    """One code or hypothesis that is new, gone or told otherwise; `fields` are the parts of it that differ, sorted.

    `recodes` says that the coders of this package read what differs, so that their codings are out of date.
    """

    code: str
    kind: str  # "added", "removed" or "changed"
    fields: tuple[str, ...]
    recodes: bool


def faults(book: Codebook) -> list[str]:
    """What a careful editor would send back, one line each: parts not told, examples that the rules code otherwise."""
    index = rules.index(book)
    found = [line for code in book.codes for line in (*_untold(code), *_miscoded(code, index))]
    return found + [f"{one.id}: source is missing" for one in book.hypotheses if not one.source]


def unasked(book: Codebook) -> list[tuple[str, list[str]]]:
    """The hypotheses that cannot be asked with these codes, each with the codes it lacks."""
    known = {code.id for code in book.codes}
    lacks = [(one.id, [code for code in one.codes if code not in known]) for one in book.hypotheses]
    return [(name, codes) for name, codes in lacks if codes]


def _untold(code: Code) -> Iterator[str]:
    for part in TOLD:
        if not getattr(code, part):
            yield f"{code.id}: {part.replace('_', ' ')} is missing"
    shown = {level for level, _ in code.examples}
    if code.kind in CAUSES and code.examples and not {"failed"} < shown:
        yield f"{code.id}: give an example of failed and one of met or exceeded"


def _miscoded(code: Code, index: Index) -> Iterator[str]:
    for level, example in code.examples:
        if code.kind == "genre":
            found = rules.code("", example, index).genre
            if found != code.id:
                yield f"{code.id}: the example {example!r} is coded {found}"
            continue
        levels = sorted({hit.rule.level for hit in hits(read(example), index) if hit.rule.code == code.id})
        if level not in levels:
            told = ", ".join(levels) if any(levels) else "not at all"
            yield f"{code.id}: the example {example!r} is coded {told}, not {level or code.id}"


def changes(old: Codebook, new: Codebook) -> list[Change]:
    """What differs between two codebooks, code by code in the order of the new one, then what is gone."""
    before, after = ({code.id: code for code in book.codes} for book in (old, new))
    found = []
    for name in dict.fromkeys([*after, *before]):
        if name not in before or name not in after:
            kind = "added" if name in after else "removed"
            found.append(Change(name, kind, (), (after.get(name) or before[name]).known))
        elif differ := _differing(before[name], after[name]):
            known = before[name].known or after[name].known
            found.append(Change(name, "changed", differ, known and any(part in READ for part in differ)))
    return found


def restated(old: Codebook, new: Codebook) -> list[Change]:
    """What differs between the hypotheses of two codebooks, in the order of the new one; no post is coded again for it."""
    before, after = ({one.id: one for one in book.hypotheses} for book in (old, new))
    found = []
    for name in dict.fromkeys([*after, *before]):
        if name not in before or name not in after:
            found.append(Change(name, "added" if name in after else "removed", (), False))
        elif differ := _differing(before[name], after[name]):
            found.append(Change(name, "changed", differ, False))
    return found


def _differing(old: Code | Hypothesis, new: Code | Hypothesis) -> tuple[str, ...]:
    return tuple(sorted(f.name for f in fields(old) if getattr(old, f.name) != getattr(new, f.name)))
