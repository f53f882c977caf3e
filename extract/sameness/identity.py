"""Which post is which: whether an item of a feed is an entry that the store has, decided from guid, link and content.

Everything here is pure: `survey` looks at one document, `settle` compares its items with stored entries, `decide` is the
decision on one item. Doubt makes a new entry, because two posts taken for one are lost, and one taken for two is found
again among the copies.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from extract.post import Entry
from extract.sameness import editions, identifiers
from extract.sameness.canonical import canonical as canonical
from extract.sameness.canonical import is_home
from extract.sameness.editions import Wording
from extract.sameness.identifiers import Item
from extract.sameness.identifiers import survey as survey
from extract.sameness.likeness import Likeness


@dataclass(frozen=True)
class Known:
    """A stored entry that an item may be.

    `pages` are the canonical addresses under which feeds brought it, `beside` their other ones; `here` says whether
    this feed did, under the `guids`; `leads` that its text is from this feed, `owned` that its blog's own feed brought it.
    """

    id: str
    entry: Entry
    pages: frozenset[str]
    here: bool = False
    guids: frozenset[str] = frozenset()
    leads: bool = False
    owned: bool = False
    beside: frozenset[str] = frozenset()

    @cached_property
    def wording(self) -> Wording:
        """What it says."""
        return Wording(self.entry)


@dataclass(frozen=True)
class Decision:
    """The entry that an item is, the reason in words, and whether it is a new one."""

    id: str
    reason: str
    new: bool


COUNTED = re.compile(r"(?:.*/)?\d{1,3}")  # a guid that may only be an item's place in the feed
Rule = Callable[[Item, Known, Likeness], str]  # the reason why an item is an entry, or ""


def settle(items: Sequence[Item], known: Iterable[Known], others: Collection[str] = ()) -> list[Decision]:
    """Which entry each item of a document is. No two items are one entry, but for an item that stands there twice.

    The surest names have their say for all items before the next, so that no item takes another's entry; `others` are taken
    already.
    """
    candidates = {one.id: one for one in known}
    first = firsts(items)
    found: dict[int, Decision] = {}
    taken = set(others)
    for rule, keys, its_keys in RULES:
        left = [place for place in sorted(set(first)) if place not in found]
        index = _indexed(candidates.values(), its_keys) if left else {}
        for place in left:
            free = [one for one in _matching(index, keys(items[place])) if one.id not in taken]
            if decision := _decided(rule, items[place], free):
                found[place] = decision
                taken.add(decision.id)
    for place in sorted(set(first) - set(found)):
        found[place] = _named(items[place], taken, candidates)
        taken.add(found[place].id)
    return [found[place] for place in first]


def decide(item: Item, candidates: Iterable[Known]) -> Decision:
    """Which of some stored entries one item is, or a new one."""
    return settle([item], candidates)[0]


def _decided(rule: Rule, item: Item, candidates: Sequence[Known]) -> Decision | None:
    """The entry that a rule finds; of several the one that most speaks for, which has to be something."""
    told = []
    for one in candidates:
        likeness = Likeness(item.wording, one.wording, one.here)
        if (reason := rule(item, one, likeness)) and (len(candidates) == 1 or likeness.agree):
            rank = likeness.differ - likeness.agree if len(candidates) > 1 else 0
            told.append((item.page not in one.pages, rank, not one.here, one.id, reason))
    return Decision(*min(told)[3:], False) if told else None


def firsts(items: Sequence[Item]) -> list[int]:
    """For each item the place of the first that is the same post, told twice in one document."""
    seen: dict[tuple[str, ...], int] = {}
    places = []
    for place, item in enumerate(items):
        entry = item.entry
        told: list[tuple[str, ...]] = [("guid", item.key)] if item.guid else []
        if not item.guid or (item.page and not is_home(item.page)):
            told.append((item.page, entry.title, entry.published_raw, entry.summary, entry.content))
        first = next((seen[one] for one in told if one in seen), place)
        seen.update(dict.fromkeys(told, first))
        places.append(first)
    return places


def _named(item: Item, taken: Collection[str], stored: Collection[str]) -> Decision:
    """A new entry with the first name that is free, or the one that says all the same and has no other name."""
    options = identifiers.names(item)
    same = options[:1] if item.is_nameless and len(item.wording.text) >= editions.POST else options[-1:]
    if same[0][0] in stored and same[0][0] not in taken:
        return Decision(same[0][0], "says all the same", False)
    free = [(name, why) for name, why in options if name not in taken and name not in stored] or options[-1:]
    again = "" if free[0] == options[0] else "; what would name it belongs to another post"
    return Decision(free[0][0], f"new, {free[0][1]}{again}", free[0][0] not in stored)


def _by_guid(item: Item, known: Known, likeness: Likeness) -> str:
    """The same guid in the same feed, unless link and content say that the feed uses it again."""
    if item.page in known.pages:
        return "same guid in this feed and same link"
    counted = likeness.date < 0 and bool(COUNTED.fullmatch(item.guid))
    if counted or likeness.differ > likeness.agree:
        return ""
    return "same guid in this feed, the link has changed" if item.page and known.pages else "same guid in this feed"


def _by_page(item: Item, known: Known, likeness: Likeness) -> str:
    """The same address, unless it stands for several posts one after the other or at once."""
    if item.page not in known.pages:  # a copy of what it links to, if it says the same
        same = likeness.text >= 0 and (likeness.agree > 1 or (likeness.text > 0 and likeness.title >= 0))
        return "its other address and what it says are the same" if same and likeness.date >= 0 else ""
    told = likeness.text > 0 or (likeness.title > 0 and likeness.text == 0)
    if item.shared:
        return "same link, which other items share, and same content" if told and likeness.date >= 0 else ""
    folded = {one.casefold() for one in known.guids}
    if known.here and item.guid and folded and item.key.casefold() not in folded:
        dated = likeness.date > 0 and likeness.title + likeness.text > -2
        return "same link and content, the guid has changed" if dated or (told and likeness.date >= 0) else ""
    if known.here:
        return "same link" if likeness.agree or likeness.differ < 3 else ""
    # Two that link to one page are two posts about it, as long as nothing that they say agrees.
    if (likeness.text < 0 and likeness.date <= 0) or (likeness.differ and not likeness.agree):
        return ""
    return "same link in another feed"


def _by_content(item: Item, known: Known, likeness: Likeness) -> str:
    """The same feed says the same under other names."""
    if likeness.date < 0 or (item.page and not item.shared and item.page in known.pages):
        return ""
    alike, same = likeness.alike, item.wording.digest == known.wording.digest
    if item.is_nameless:
        named = likeness.title > 0 and likeness.date > 0
        return "no guid, no link; same title and date" if named else "no guid, no link; same content" if same else ""
    # What forms say at one minute is alike, so without a title on either side it has to be the same.
    titled = bool(likeness.mine.title and likeness.its.title)
    told = (alike and titled) or (same and len(item.wording.text) >= editions.POST)
    if told and likeness.title >= 0 and likeness.date > 0:
        return "other guid and link; same date and content"
    lasting = same and len(item.wording.text) >= editions.POST and likeness.undated
    return "other guid and link; same content, undated" if lasting else ""


def _indexed(known: Iterable[Known], keys: Callable[[Known], Iterable[str]]) -> Mapping[str, list[Known]]:
    index = defaultdict(list)
    for one in known:
        for name in keys(one):
            index[name].append(one)
    return index


def _matching(index: Mapping[str, list[Known]], keys: Iterable[str]) -> list[Known]:
    return list({one.id: one for name in keys if name for one in index.get(name, ())}.values())


def _said(entry: Entry, wording: Wording) -> list[str]:
    """Where a feed's entries are looked for that say the same: at their title, or their moment."""
    moment = entry.published.isoformat() if entry.published else ""
    return [" ".join(wording.title), moment, "" if any(wording.title) else wording.digest]


RULES: tuple[tuple[Rule, Callable[[Item], Iterable[str]], Callable[[Known], Iterable[str]]], ...] = (
    (_by_guid, lambda item: [item.key], lambda known: known.guids),
    (_by_page, lambda item: [item.page, item.beside], lambda known: known.pages | known.beside),
    (
        _by_content,
        lambda item: _said(item.entry, item.wording),
        lambda one: _said(one.entry, one.wording) if one.here else (),
    ),
)
"""What decides, the surest first: the rule, where it looks for an item, and where stored entries lie for it."""
