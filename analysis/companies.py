"""Which company a story is about: from its title, text and address alone.

Companies that a study lists are known; others are found where a capitalised name is told of as somebody who serves:
"called X", "X's customer service", "X told me". Of several, the story is about the one near the sentences that causes were
coded from, in the title, and named most; what is quoted, and whom it is only compared with, counts little. Where that
leaves two about equal, or nobody, the answer is "".
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from analysis import cues, naming, reading
from analysis.coders.matching import covered, inside, small
from analysis.cues import PLAINLY, Mention, squashed
from analysis.naming import TABLE, common
from analysis.reading import Span

ADDRESS = frozenset("./@-_")  # what joins the words of an address
MOST = 60  # characters of a name
LIMIT = 50_000  # characters of a post that are read
NAMED = 0.5  # what a mention counts by itself, beside how the company is dealt with
EVIDENT, NEAR, CLOSE = 2.0, 1.4, 200  # factors in a coded sentence and within so many characters of one
QUOTED, ASIDE, GOODS = 0.25, 0.1, 0.7  # factors of what others say, of whom the story is not about, of things
TITLED, TITLE = (
    2.0,
    0.5,
)  # what being named in the title counts; dealings that make a name of the title alone a company's
LISTED = 0.75  # a company that the study asks for need not show that it is one
FAMOUS = 0.75  # what a name that coders know is dealt with without a word about it
SERVED, ALONE = 1.0, 0.5  # dealings under which a name is no company's, and where there is no other
ENOUGH, MORE, LIMITED = 1.4, 0.0005, 4.0  # least score: of a short post, for every further character, of any post
AHEAD = 1.2  # how many times the next one the score must be


@dataclass(frozen=True, slots=True)
class Known:
    """Companies that a study lists: the company of each spelling in small letters, and spellings made of common words."""

    names: Mapping[str, str]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Story:
    """A post as it is asked about: `evidence` are the sentences that causes were coded from, as spans of the text."""

    title: str
    text: str
    evidence: Sequence[Span] = ()
    address: str = ""


@dataclass(slots=True)
class _Candidate:
    """What speaks for one company, over its mentions; `sure` if it has a capital where no sentence begins."""

    names: Counter[str] = field(default_factory=Counter)
    score: float = 0.0
    dealt: float = 0.0
    person: int = 0
    listed: bool = False
    sure: bool = False

    def add(self, mention: Mention, factor: float, listed: bool) -> None:
        dealt = 0.0 if mention.goods and mention.dealt < PLAINLY else mention.dealt
        self.names[mention.name] += 1
        self.score += (NAMED + min(3.0, dealt) + LISTED * listed) * factor * (GOODS if mention.goods else 1.0)
        self.dealt += dealt * min(1.0, factor)
        self.person += mention.person
        self.listed |= listed
        self.sure |= not mention.first


Candidates = dict[str, _Candidate]


def known(lines: Iterable[str]) -> Known:
    """Read companies as a study lists them: "Name" or "Name = alias | alias".

    Raises ValueError for a name that is empty, longer than MOST characters or without a letter, and for a spelling that
    stands for two companies.
    """
    names: dict[str, str] = {}
    for line in lines:
        name, sign, rest = (part.strip() for part in line.partition("="))
        for spelling in (name, *(part.strip() for part in rest.split("|") if sign)):
            if not re.search(r"[^\W\d_]", spelling) or len(spelling) > MOST:
                raise ValueError(f"{line!r}: {spelling!r} is no name of 1 to {MOST} characters with a letter in it")
            spelt = small(reading.plain(spelling))
            if names.setdefault(spelt, name) != name:
                raise ValueError(f"{spelling!r} stands for {names[spelt]!r} and for {name!r}")
    return Known(names, frozenset(spelt for spelt in names if all(map(common, re.findall(r"\w+", spelt)))))


def company(story: Story, listed: Known) -> str:
    """Return the company that a story is about, as the study or the post spells it; "" where it cannot be told."""
    text, title = reading.plain(story.text[:LIMIT]), reading.plain(story.title[:LIMIT])
    found: Candidates = {}
    factor = _factor(story)
    for mention, sought in _mentions(text, listed):
        key = listed.names[sought] if sought else mention.key
        found.setdefault(key, _Candidate()).add(mention, factor(mention), bool(sought))
    _join(found)
    _head(found, title, listed)
    _link(found, text, story.address)
    enough = min(LIMITED, ENOUGH + MORE * len(text))
    return _chosen(found, text, enough)


def _mentions(text: str, listed: Known) -> Iterator[tuple[Mention, str]]:
    """Names in a text, and the listed spelling of each, or "": listed ones first, then what else has a capital."""
    low = small(text)
    taken: set[int] = set()
    for spelt in sorted((spelt for spelt in listed.names if spelt in low), key=len, reverse=True):
        for start in _places(low, spelt):
            mention = cues.told(text, low, (start, start + len(spelt)), start + len(spelt))
            if start not in taken and (spelt not in listed.words or _is_named(text, mention, len(spelt))):
                taken.update(range(start, start + len(spelt)))
                yield mention, spelt
    for mention in naming.mentions(text, low):
        if taken.isdisjoint(range(mention.start, mention.start + len(mention.name))):
            yield mention, ""


def _places(low: str, spelt: str) -> Iterator[int]:
    """Where a spelling stands as words of its own."""
    start = low.find(spelt)
    while start >= 0:
        end = start + len(spelt)
        if not (low[start - 1 : start].isalnum() or low[end : end + 1].isalnum()):
            yield start
        start = low.find(spelt, end)


def _is_named(text: str, mention: Mention, size: int) -> bool:
    """Whether a common word is meant as a name: by a capital inside a sentence, or by what it does at the beginning."""
    words = text[mention.start : mention.start + size].split()
    around = text[max(0, mention.start - cues.AROUND) : mention.start + size + cues.AROUND]
    shouted = around.isupper()
    return all(word[0].isupper() for word in words) and not shouted and (not mention.first or mention.dealt >= PLAINLY)


def _factor(story: Story) -> Callable[[Mention], float]:
    """What a mention counts by its place: near coded sentences more, in quoted passages and in comparisons less."""
    quoted = covered(reading.quoted(story.text[:LIMIT]))
    coded = covered(story.evidence)
    near = covered([Span(max(0, span.start - CLOSE), span.end + CLOSE) for span in story.evidence])

    def factor(mention: Mention) -> float:
        here = EVIDENT if inside(coded, mention.start) else NEAR if inside(near, mention.start) else 1.0
        here *= QUOTED if inside(quoted, mention.start) else 1.0
        return here * (ASIDE if mention.elsewhere else 1.0)

    return factor


def _join(found: Candidates) -> None:
    """Put together the short and the long form of a name: "Hartley" and "Hartley's", "Ombra" and "Ombra Mobile"."""
    for key in sorted(found, key=len, reverse=True):
        name = found[key].names.most_common(1)[0][0]
        head = name.split(" ")[0]
        shorter = [squashed(head), squashed(head.removesuffix("'s")), squashed(name.removesuffix("'s"))]
        into = next((other for other in shorter if other != key and other in found), "")
        if not into or found[key].listed or found[into].listed or head.lower() in TABLE["starts"]:
            continue
        gone, kept = found.pop(key), found[into]
        kind = name.lower().split(" ")[-1] in TABLE["kinds"] or name.endswith("'s")
        kept.names = gone.names if kind and 2 * gone.names.total() >= kept.names.total() else kept.names
        kept.score += gone.score
        kept.dealt += gone.dealt
        kept.person += gone.person
        kept.sure |= gone.sure


def _head(found: Candidates, title: str, listed: Known) -> None:
    """What the title says: of companies in the text it lifts the one that it names; alone it must be plain."""
    words = title.split()
    capital = sum(word[0].isupper() for word in words[1:])
    headed = len(words) > 1 and capital >= 0.6 * (len(words) - 1)  # all words have capitals, so that they say nothing
    for mention, sought in _mentions(naming.lowered(words) if headed else title, listed):
        key = listed.names[sought] if sought else mention.key
        last = mention.name.lower().split(" ")[-1]
        plain = (last in TABLE["kinds"] and " " in mention.name) or not mention.name[1:].islower()
        if mention.goods or (key not in found and not sought and not plain and (mention.dealt < TITLE or common(last))):
            continue
        one = found.setdefault(key, _Candidate())
        one.add(replace(mention, first=mention.first or headed), ASIDE if mention.elsewhere else 1.0, bool(sought))
        one.score += 0.0 if mention.elsewhere else TITLED
        one.dealt += 0.0 if one.listed else SERVED
        one.sure |= plain


def _link(found: Candidates, text: str, address: str) -> None:
    """What addresses in the text say: whose they are is in business; and whose the post's own is, is the blogger."""
    own = {squashed(part) for part in address.split("//")[-1].split("/")[0].split(".")}
    for key in [key for key in found if key in own and not found[key].listed]:
        del found[key]
    linked = naming.DOMAIN.finditer(text) if any(sign in text for sign in ("//", "www.", "@")) else ()
    labels = {match[1].lower() for match in linked} - TABLE["channels"]
    for label in sorted(labels - own):
        match = [one for key, one in found.items() if squashed(key) == squashed(label)]
        if match or not found:
            one = (
                match[0] if match else found.setdefault(squashed(label), _Candidate(Counter([label.capitalize()]), 1.0))
            )
            one.score, one.dealt, one.sure = one.score + NAMED, one.dealt + SERVED, True


def _chosen(found: Candidates, text: str, enough: float) -> str:
    """The company with the highest score, if it is one, has enough of it and is ahead of the next."""
    rated = sorted(((one.score, key) for key, one in found.items() if _serves(one, text, SERVED)), reverse=True)
    rated = rated or sorted(((one.score, key) for key, one in found.items() if _serves(one, text, ALONE)), reverse=True)
    if not rated or rated[0][0] < enough or (len(rated) > 1 and rated[0][0] < AHEAD * rated[1][0]):
        return ""
    best = found[rated[0][1]]
    return rated[0][1] if best.listed else max(best.names, key=lambda name: (best.names[name], name))


def _serves(one: _Candidate, text: str, least: float) -> bool:
    """Whether a candidate is told of as a company, and no person or word that happens to have a capital."""
    if one.listed:
        return True
    name = one.names.most_common(1)[0][0]
    pieces = name.lower().split(" ")
    people = one.person + (len(pieces) > 1 and pieces[0] in TABLE["first"] and pieces[-1] not in TABLE["kinds"])
    kind = len(pieces) > 1 and pieces[-1] in TABLE["kinds"]
    dealt = one.dealt + FAMOUS * naming.brand(name) + SERVED * kind
    if 2 * people > dealt or dealt < (least if one.sure else PLAINLY):
        return False
    if name.isupper() and not naming.brand(name):  # what is shouted, or an abbreviation of anything
        return len(name) > 2 and one.names.total() > (2 if common(pieces[0]) else 1)
    doubtful = len(pieces) == 1 and (common(pieces[0]) or _is_word(text, pieces[0]))
    return not doubtful or (one.sure and dealt >= PLAINLY)


def _is_word(text: str, word: str) -> bool:
    """Whether a text has a word in small letters, outside addresses."""
    for start in _places(text, word):
        end = start + len(word)
        if text[max(0, start - 1) : start] not in ADDRESS and not (
            text[end : end + 1] in ADDRESS and text[end + 1 : end + 2].isalnum()
        ):
            return True
    return False
