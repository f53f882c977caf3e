"""A feed as it was read: its entries, what was wrong with it, and what it says of itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from extract.post import Entry
from extract.sources import dates
from extract.sources.links import digest


@dataclass(frozen=True, slots=True)
class Feed:
    """One answer that holds a feed.

    ``entries`` stand in feed order. ``note`` is what was wrong with a feed that could be used nevertheless, for a
    person, or ``""``. ``ttl`` are the seconds for which the feed itself says that asking again is of no use (``ttl`` of
    RSS 2.0 or the update period of RSS 1.0's syndication module), ``skip_hours`` the hours (UTC, 0 to 23) and
    ``skip_days`` the weekdays (0 is Monday) in which it does not change. ``links`` are the feed's own links by what
    they are: ``self``, ``hub`` (WebSub), ``alternate`` (the blog), ``next``, ``prev-archive``, ``current`` (RFC 5005);
    of several of one kind the first. ``generator`` names the software that wrote it.
    """

    entries: tuple[Entry, ...]
    note: str = ""
    title: str = ""
    generator: str = ""
    updated: datetime | None = None
    ttl: int | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()
    links: Mapping[str, str] = field(default_factory=dict)

    @property
    def hub(self) -> str:
        """Where a WebSub subscription is asked for, or ``""``."""
        return self.links.get("hub", "")

    @property
    def topic(self) -> str:
        """The feed's own address (``rel="self"``), by which its hub knows it, or ``""``."""
        return self.links.get("self", "")


def finished(entry: Entry, media: str) -> Entry:
    """An entry with its raw date read, and where it has no guid with its link, its media's address or a digest as one."""
    dated = dates.read(entry.published_raw)
    guid = entry.guid or entry.url or media or digest(entry.title, entry.published_raw, entry.summary, entry.content)
    return replace(entry, guid=guid, published=dated.moment, zone=dated.zone)
