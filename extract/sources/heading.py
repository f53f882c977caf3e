"""What a feed says of itself: title, generator, rhythm and links, read from what stands around its items."""

import re
from collections.abc import Iterator

from lxml import etree

from extract.sources import dates
from extract.sources.feed import Feed
from extract.sources.links import address
from extract.sources.mending import parsed

LONGEST = 31 * 86_400  # seconds; a feed that asks for more rest than a month is mistaken
PERIODS = {"hourly": 3_600, "daily": 86_400, "weekly": 7 * 86_400, "monthly": 30 * 86_400, "yearly": 365 * 86_400}
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
OWNERS = {"channel", "feed"}  # a title or link within an image or a text box is not the feed's
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"


def read(around: str, url: str) -> Feed:
    """The feed without its entries; ``around`` is its XML without the items, ``url`` where it came from."""
    root = parsed(around)
    said = [(name, element) for element in ([] if root is None else root.iter()) if (name := _local(element))]
    texts: dict[str, str] = {}
    for name, element in said:
        if _owned(element):
            texts.setdefault(name, " ".join((element.text or "").split()))
    return Feed(
        (),
        title=texts.get("title", ""),
        generator=_generator(said) or texts.get("generator", ""),
        updated=dates.moment(texts.get("lastbuilddate") or texts.get("updated") or texts.get("date") or ""),
        ttl=_ttl(texts),
        skip_hours=frozenset(_hours(said)),
        skip_days=frozenset(_days(said)),
        links=_links(said, url),
    )


def _local(element: etree._Element) -> str:
    # Not etree.QName, which fails for the names that a lenient parser makes.
    return re.split(r"[}:]", element.tag)[-1].lower() if isinstance(element.tag, str) else ""


def _owned(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and _local(parent) in OWNERS


def _generator(said: list[tuple[str, etree._Element]]) -> str:
    """The software, with the address that some systems give instead of a name."""
    for name, element in said:
        if name in ("generator", "generatoragent"):
            given = (element.text, element.get("uri"), element.get("version"), *element.values())
            return " ".join(dict.fromkeys(part.strip() for part in given if part and part.strip()))
    return ""


def _ttl(texts: dict[str, str]) -> int | None:
    given = texts.get("ttl", "")
    if re.fullmatch(r"\d{1,9}", given, re.A) and int(given):
        return min(int(given) * 60, LONGEST)
    period = PERIODS.get(texts.get("updateperiod", "").lower())
    if period is None:
        return None
    often = texts.get("updatefrequency", "")
    times = int(often) if re.fullmatch(r"\d{1,6}", often, re.A) else 1
    return min(period // max(1, times), LONGEST)


def _hours(said: list[tuple[str, etree._Element]]) -> Iterator[int]:
    """RSS 0.91 counts from 1 to 24, RSS 2.0 from 0 to 23."""
    for name, element in said:
        parent = element.getparent()
        text = (element.text or "").strip()
        inside = name == "hour" and parent is not None and _local(parent) == "skiphours"
        if inside and re.fullmatch(r"\d{1,2}", text, re.A) and int(text) <= 24:
            yield int(text) % 24


def _days(said: list[tuple[str, etree._Element]]) -> Iterator[int]:
    for name, element in said:
        parent = element.getparent()
        day = (element.text or "").strip().lower()
        if name == "day" and parent is not None and _local(parent) == "skipdays" and day in DAYS:
            yield DAYS.index(day)


def _links(said: list[tuple[str, etree._Element]], url: str) -> dict[str, str]:
    """Links by what they are; of several of one kind the first, an alternate page before another alternate."""
    found: dict[str, str] = {}
    for name, element in said:
        if name != "link" or not _owned(element):
            continue
        base = next((above.get(XML_BASE) for above in element.iterancestors() if above.get(XML_BASE)), "")
        href = address(address(url, base) or url, element.get("href") or element.text or "")
        for kind in (element.get("rel") or "alternate").lower().split():
            if href and (kind not in found or (kind == "alternate" and "html" in (element.get("type") or ""))):
                found[kind] = href
    return found
