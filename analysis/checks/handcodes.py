"""People's codes as one long table, the form in which estimates and reports read them, and back to codings.

One row a post, coder and code. `key` names a post of the sample; `post` is its number in the study's posts, missing where
it is not (or no longer) among them; `chance` is its chance (0 to 1) to be drawn into the sample. `who` is "people" for the
one coding that stands for all of them, "coder" for the study's automatic coder on the same post, else a person.
`code` and `answer` are what `adjudication.answers` gives: a genre; a cause with its level or "-"; an outcome "told" or
"-"; a reaction. A code that was abstained from has no row.
"""

from collections.abc import Mapping

import pandas as pd

from analysis.checks import adjudication
from analysis.checks.adjudication import EXPERIENCE, TOLD, UNTOLD
from analysis.codebook import CAUSES, Codebook
from analysis.coding import Coding

PEOPLE, CODER = "people", "coder"
TYPES = {
    "key": "str", "post": "Int64", "blog": "str", "chance": "float64", "who": "str", "code": "str", "answer": "str",
}  # fmt: skip

Column = Mapping[str, Coding]  # one coder's codings by key


def long(
    columns: Mapping[str, Column], chances: Mapping[str, float], blogs: Mapping[str, str], posts: Mapping[str, int],
    book: Codebook,
) -> pd.DataFrame:  # fmt: skip
    """Return the table of `columns`, codings by who and key, in order of key, who and codebook.

    Raises KeyError for a coded post without chance or blog. Reasons and evidence are not in it.
    """
    order = ("genre", *adjudication.codes(book))
    rows = [
        (key, posts.get(key), blogs[key], chances[key], who, code, said[code])
        for key in sorted(set().union(*columns.values()))
        for who in sorted(columns)
        if key in columns[who]
        for said in (adjudication.answers(columns[who][key], book),)
        for code in order
        if code in said
    ]
    return pd.DataFrame(rows, columns=list(TYPES)).astype(TYPES)


def column(hand: pd.DataFrame, who: str, book: Codebook) -> dict[str, Coding]:
    """Return the codings of `who` by key. An experience's codes without a row are abstained from, its reaction too.

    `answers` of each is what the table holds; a post of which nothing is told (its genre abstained from) is not in it.
    """
    mine = hand[hand["who"] == who]
    said: dict[str, dict[str, str]] = {}
    for key, code, answer in zip(mine["key"], mine["code"], mine["answer"], strict=True):
        said.setdefault(key, {})[code] = answer
    return {key: _coding(answers, book) for key, answers in said.items()}


def _coding(said: Mapping[str, str], book: Codebook) -> Coding:
    """The coding whose answers these are. Only of an experience is anything told beside the genre."""
    genre = said.get("genre", EXPERIENCE)
    asked = adjudication.codes(book) if genre == EXPERIENCE else []
    causes = [(code.id, said.get(code.id, UNTOLD)) for code in book.of(*CAUSES)]
    reaction = said.get("reaction")
    return Coding(
        genre,
        "",
        causes=tuple(sorted((cause, level) for cause, level in causes if level != UNTOLD)),
        reaction=None if reaction is None else int(reaction),
        outcomes=tuple(sorted(code.id for code in book.of("outcome") if said.get(code.id) == TOLD)),
        abstained=tuple(sorted(code for code in ("genre", *asked) if code not in said)),
    )
