"""What an entry becomes when a feed brings it again: edited, told in full, with a better date or address, or as it was."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from extract.post import Entry, Zone
from extract.sameness import editions
from extract.sameness.canonical import canonical
from extract.sameness.editions import Wording
from extract.sameness.identifiers import RELAY, Item, is_own
from extract.sameness.identity import Known

SURE: dict[Zone, int] = {"": 0, "assumed": 1, "named": 2, "stated": 3}


@dataclass(frozen=True)
class Merged:
    """What becomes of an entry: its new state, or None where it stays as it is, and what goes among the editions.

    `kept` is the state that was kept, `aside` the one that was found, or None. `is_news` says that the page is worth reading
    again though the entry stays.
    """

    entry: Entry | None
    kept: Wording | None = None
    aside: Wording | None = None
    is_news: bool = False


def merged(known: Known, item: Item, before: str, earlier: Collection[str]) -> Merged:
    """Merge what a feed brings into an entry. `before` is the canonical form of the link that the feed gave last time, or
    ""; `earlier` are the digests of the editions.

    The feed that the text is from has its edits taken over; of two feeds' texts the one that holds the other wins, else
    the blog's own feed's, else the longer. Title, date and address are the blog's own feed's where it brought the post.
    """
    kept = known.entry
    own = is_own(item.entry)
    ahead = own - is_own(kept)
    found = item.entry if own or not known.owned else replace(item.entry, title=kept.title, author=kept.author)
    wording = item.wording if found is item.entry else Wording(found)
    said = editions.change(known.wording, wording, known.leads, ahead, earlier)
    entry = _dated(_addressed(kept, found, ahead, before), found, ahead)
    if said in ("edit", "other", "fuller"):
        entry = replace(entry, feed=found.feed, guid=found.guid, summary=found.summary, content=found.content)
        entry = replace(entry, title=found.title or kept.title, author=found.author or kept.author)
    retitled = ahead > 0 and bool(found.title) and wording.title != known.wording.title
    if retitled:  # an aggregator puts the blog's name before it
        entry = replace(entry, title=found.title, author=found.author or kept.author)
    edited = said in ("edit", "other") or (retitled and known.here)
    aside = wording if said == "aside" else None
    return Merged(
        entry if entry != kept else None,
        known.wording if edited else None,
        aside,
        is_news=ahead > 0 and known.here and aside is not None,
    )


def _addressed(kept: Entry, found: Entry, ahead: int, before: str) -> Entry:
    """The entry with the newest address; one that leads to the same page is no other, and is not asked for again."""
    if not found.url or canonical(found.url) == canonical(kept.url):
        return kept
    moved = bool(before) and before == canonical(kept.url)
    counted = bool(RELAY.search(canonical(kept.url))) and not RELAY.search(canonical(found.url))
    return replace(kept, url=found.url) if not kept.url or moved or counted or ahead > 0 else kept


def _dated(kept: Entry, found: Entry, ahead: int) -> Entry:
    """The entry with the date of which somebody is sure; a later one that comes with an edit is that of the edit."""
    surer = SURE[found.zone] > SURE[kept.zone] and ahead >= 0
    if found.published and (not kept.published or ahead > 0 or surer):
        return replace(kept, published=found.published, published_raw=found.published_raw, zone=found.zone)
    return kept
