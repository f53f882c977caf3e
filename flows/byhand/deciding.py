"""The adjudication file: every code on which people part, what each says and on which words, and a column to decide."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.checks import adjudication
from analysis.checks.adjudication import EXPERIENCE, MIXED, TOLD, UNTOLD, Dispute
from analysis.codebook import CAUSES, LEVELS, Codebook
from analysis.coding import Coding
from flows.byhand.handwork import Handwork, of_post
from flows.byhand.samples import blind
from flows.byhand.tables import Mistake, Table
from reports import exports
from reports.sheet import BETWEEN, BOM

DECISION = "decision"
NOT_TOLD = "not told"  # in words, for a lone "-" is a formula to a spreadsheet
WORDS = {UNTOLD: NOT_TOLD}
ANSWERS = {NOT_TOLD: UNTOLD, UNTOLD: UNTOLD, "no": UNTOLD, "yes": TOLD}


@dataclass(frozen=True)
class Decided:
    """What an adjudication file holds: codings by entry of posts wholly decided, and how many posts are still open."""

    codings: dict[str, Coding]
    mistakes: list[Mistake]
    open: int


def file(work: Handwork) -> bytes:
    """The file as CSV. What was adjudicated before stands in its place, so that it can be looked at again."""
    rows = []
    for entry in sorted(work.texts):
        codings = of_post(work.people, entry)
        before = adjudication.answers(work.adjudicated[entry], work.book) if entry in work.adjudicated else {}
        rows += [_row(work, entry, dispute, before) for dispute in adjudication.disputes(codings, work.book)]
    people = [name for person in sorted(work.people) for name in (f"{person} says", f"{person} marks")]
    frame = pd.DataFrame(rows, columns=["post", "title", "code", *people, DECISION, "text"], dtype="object").fillna("")
    return BOM.encode() + exports.csv({"all": frame})["all.csv"]


def _row(work: Handwork, entry: str, dispute: Dispute, before: Mapping[str, str]) -> dict[str, str]:
    title, text = work.texts[entry]
    answer = before.get(dispute.code, "")
    row = {"post": blind(entry), "title": title, "code": dispute.code, "text": text}
    row[DECISION] = WORDS.get(answer, answer)
    for person, said in dispute.said:
        marked = [item.quote for item in work.people[person][entry].evidence if item.code == dispute.code]
        row |= {f"{person} says": WORDS.get(said, said), f"{person} marks": BETWEEN.join(marked)}
    return row


def is_file(table: Table) -> bool:
    """Whether a table is an adjudication file and no sheet."""
    return DECISION in table.heading


def decisions(table: Table) -> dict[tuple[str, str], str]:
    """What is decided in a file, by post and code."""
    rows = table.rows.values()
    return {(row.get("post", ""), row.get("code", "")): row[DECISION] for row in rows if row.get(DECISION)}


def check(table: Table, work: Handwork) -> Decided:
    """Check every row; a post counts as decided when everything is on which people still part."""
    missing = [name for name in ("post", "code") if name not in table.heading]
    if missing:
        return Decided({}, [Mistake(1, name, "this column is missing") for name in missing], 0)
    entries = {blind(entry): entry for entry in work.texts}
    decisions: dict[str, dict[str, str]] = defaultdict(dict)
    mistakes = []
    seen: dict[tuple[str, str], int] = {}
    for number, cells in table.rows.items():
        post, code = cells.get("post", ""), cells.get("code", "").lower()
        answer = _answer(cells.get(DECISION, "").lower())
        if post not in entries or not of_post(work.people, entries[post]):
            mistakes.append(Mistake(number, "post", f"unknown post {post!r}; nobody coded it for this study"))
        elif (post, code) in seen:
            mistakes.append(Mistake(number, "code", f"{code} of {post} stands in row {seen[post, code]} already"))
        elif wrong := _wrong(code, answer, work.book):
            mistakes.append(Mistake(number, *wrong))
        elif answer:
            decisions[entries[post]][code] = answer
        seen.setdefault((post, code), number)
    if mistakes:
        return Decided({}, mistakes, 0)
    return _settled(work, decisions)


def _answer(told: str) -> str:
    return ANSWERS.get(told, told)


def _wrong(code: str, answer: str, book: Codebook) -> tuple[str, str] | None:
    """Column and text of what is wrong with a decision, if anything is."""
    outcomes = [one.id for one in book.of("outcome")]
    allowed = {
        "genre": [one.id for one in book.of("genre")],
        "reaction": ["-2", "-1", "0", "1", "2"],
        **{one.id: [*LEVELS, MIXED, UNTOLD] for one in book.of(*CAUSES)},
        **{outcome: [TOLD, UNTOLD] for outcome in outcomes},
    }
    if code not in allowed:
        return "code", f"unknown code {code!r}"
    if answer and answer not in allowed[code]:
        words = [WORDS.get(one, one) for one in allowed[code]]
        return DECISION, f"{answer!r} cannot be the {code}; there are {', '.join(words)}"
    return None


def _settled(work: Handwork, decisions: Mapping[str, Mapping[str, str]]) -> Decided:
    codings, left = {}, 0
    for entry in sorted(work.texts):
        people = of_post(work.people, entry)
        disputes = [dispute.code for dispute in adjudication.disputes(people, work.book)]
        if not disputes:
            continue
        decided = decisions.get(entry, {})
        if decided.get("genre", EXPERIENCE) != EXPERIENCE:
            disputes = ["genre"]  # of no experience nothing else is asked
        coding = adjudication.settle(people, work.book, decided) if set(disputes) <= set(decided) else None
        if coding is None:
            left += 1
        else:
            codings[entry] = coding
    return Decided(codings, [], left)
