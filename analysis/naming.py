"""Names in a text that could be of companies: runs of capitalised words that are nothing else.

Nothing is looked up outside this project: names.toml says what has a capital for another reason, the thesaurus of the
coders which words are common and which names are well known. Patterns are bounded: reading takes as long as the text.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import resources

from analysis.coders.words import STEMS, WHOLE
from analysis.cues import Mention, first, told

TABLE = {
    name: frozenset(text.split())
    for name, text in tomllib.loads(
        resources.files("analysis").joinpath("names.toml").read_text(encoding="utf-8")
    ).items()
}
NO_COMPANY = TABLE["other"] | TABLE["places"] | TABLE["first"] | TABLE["channels"]
ALONE = NO_COMPANY | TABLE["products"] | TABLE["starts"]  # no company as a single word, unless it stands in big letters
OPENING = TABLE["starts"] | TABLE["other"]
WITHIN = TABLE["other"] | {"the", "my", "our", "your", "this", "that", "dear", "oh", "a", "an"}
UPPER = "A-ZÀ-ÖØ-Þ"
WORD = rf"(?:[{UPPER}]\w{{0,40}}|[a-z]{{1,2}}[{UPPER}]\w{{1,40}})(?:[-'*&.+]\w{{1,20}}){{0,4}}"
NAME = re.compile(rf"(?<![\w@./'-]){WORD}(?: (?:& |of (?=[{UPPER}]))?{WORD}){{0,5}}")
DOMAIN = re.compile(
    r"(?:https?://|\bwww\.|@)(?:[\w-]{1,63}\.){0,5}?([\w-]{2,63})\.(?:co\.uk|com\.au|com|net|org|example|[a-z]{2})\b"
)
BRAND = "brand"  # the sense of coders that is a list of companies
LONGEST = 4  # words: more are a heading
PEOPLES = re.compile(r"(?:[a-z]ian|ese|ish)s?$")


@lru_cache(maxsize=50_000)
def common(word: str) -> bool:
    """Whether a word has a capital only where a sentence begins: one that coders know, or that often begins one."""
    if word in TABLE["starts"] or word in TABLE["words"]:
        return True
    if word in WHOLE:
        return BRAND not in WHOLE[word]
    return any(word[:end] in STEMS for end in range(5, len(word) + 1))


def brand(name: str) -> bool:
    """Whether coders know a name as that of a company."""
    return BRAND in WHOLE.get("_".join(name.lower().removesuffix("'s").split(" ")), ())


def names(text: str) -> Iterator[tuple[str, int, int]]:
    """The runs of capitalised words of a text, with start and end, as they stand there.

    Left out are shouting and single words that are no name, such as most that begin a sentence.
    """
    for match in NAME.finditer(text):
        run, start = match.group(), match.start()
        if " " not in run:
            if _bare(run) not in ALONE or (len(run) > 2 and run.isupper()):
                yield run, start, match.end()
        elif not (run.count(" ") > 1 and run.isupper()):
            yield from _parts(run.split(" "), start)


def _parts(pieces: list[str], start: int) -> Iterator[tuple[str, int, int]]:
    """A run as it is parted behind whoever owns what follows: "eLoom's Sara" are two, "Marrow's Bakery" is one."""
    kept: list[str] = []
    for piece, after in zip(pieces, (*pieces[1:], ""), strict=True):
        kept.append(piece)
        if not after or (piece.endswith(("'s", "'ll", "'d", "'ve")) and _bare(after) not in TABLE["kinds"]):
            name = " ".join(kept)
            yield name, start, start + len(name)
            start, kept = start + len(name) + 1, []


def mentions(text: str, low: str) -> Iterator[Mention]:
    """The mentions in a text of names that could be of companies; `low` is the text in small letters, as long as it."""
    for run, start, end in names(text):
        name, begin, stop = _trimmed(run, start, end, first(text, start)) if " " in run else (run, start, end)
        if name and not _set_aside(name):
            yield told(text, low, (begin, stop), end)


def _trimmed(run: str, start: int, end: int, opens: bool) -> tuple[str, int, int]:
    """A run without the words before and after the name in it; "" where none is left."""
    pieces = run.split(" ")
    before = OPENING if opens else WITHIN
    places = TABLE["places"] if len(pieces) > 1 and _bare(pieces[-1]) not in TABLE["kinds"] else ()
    while pieces and (opens or len(pieces) > 1) and (_bare(pieces[0]) in before or _bare(pieces[0]) in places):
        start += len(pieces.pop(0)) + 1
    while pieces and _bare(pieces[-1]) in TABLE["other"]:
        end -= len(pieces.pop()) + 1
    return (" ".join(pieces), start, end) if 0 < len(pieces) <= LONGEST else ("", start, start)


def _bare(piece: str) -> str:
    """A word in small letters without its ending: "it'll" is it."""
    return piece.lower().partition("'")[0]


@lru_cache(maxsize=50_000)
def _set_aside(name: str) -> bool:
    """Whether the words of a name say that it is no company's."""
    pieces = [_bare(piece) for piece in name.split(" ")]
    if pieces[0] in TABLE["products"] or len(name) < 2:
        return True
    if len(pieces) > 1:
        return pieces[-1] not in TABLE["kinds"] and all(
            piece in OPENING or piece in TABLE["places"] for piece in pieces
        )
    if pieces[0] in TABLE["starts"]:
        return not name.isupper()
    return pieces[0] in NO_COMPANY or (bool(PEOPLES.search(pieces[0])) and not brand(name))


def lowered(words: Sequence[str]) -> str:
    """A title in which every word has a capital, with small letters for those that mean something; "Savings Bank" stays."""
    kept: list[str] = []
    for before, word in zip(("", *words), words, strict=False):
        bare = word.strip(".,:;!?()'\"").lower()
        named = bare in TABLE["kinds"] and kept and kept[-1][:1].isupper() and before[-1:] not in ".:!?,"
        kept.append(word if named or not common(bare) or not word[1:].islower() else word.lower())
    return " ".join(kept)
