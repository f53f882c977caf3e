"""Addresses that are to be forgotten, known only by digests of their canonical names, so that a list of them names none.

A digest cannot be read, though whoever guesses an address can test the guess. An entry is one page, or all below a host or
a folder.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlsplit

from extract.post import Entry
from extract.sameness.canonical import canonical, host, is_home

PAGE, BELOW = "page", "below"
DEEPEST = 32  # folders of an address that are looked up
ALL = "*"  # at the end of an address: all that is below it


@dataclass(frozen=True, slots=True)
class Named:
    """A page (`kind` "page") or all that is below a host or folder ("below"), by its canonical name."""

    kind: str
    name: str

    @property
    def digest(self) -> str:
        """What is kept of it."""
        return sha256(f"{self.kind} {self.name}".encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Barred:
    """Digests of what is to be forgotten."""

    digests: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.digests)

    def holds(self, url: str) -> bool:
        """Whether an address is one of them, in whatever form it is written."""
        return bool(self.digests) and self.names(canonical(url))

    def names(self, name: str) -> bool:
        """Whether a canonical name is one of them."""
        return bool(name) and any(one.digest in self.digests for one in _covering(name))

    def brings(self, entry: Entry) -> bool:
        """Whether a feed's item is of one of them, by its link or its guid."""
        return self.holds(entry.url) or self.holds(entry.guid)


def named(text: str) -> Named | None:
    """What a person means by ``blog.example``, ``https://blog.example/post`` or ``https://example.org/~jo/*``, or None.

    A host alone, with or without a scheme, is the whole site.
    """
    text = text.strip()
    url = text if urlsplit(text).scheme in ("http", "https") else f"http://{text}"
    name = canonical(url.removesuffix(ALL))
    if not name or any(map(str.isspace, text)) or not ("." in host(name) or ":" in host(name) or name == "localhost"):
        return None
    return Named(BELOW if is_home(name) or url.endswith(f"/{ALL}") else PAGE, name)


def _covering(name: str) -> Iterator[Named]:
    """The entries that would cover a canonical name."""
    yield Named(PAGE, name)
    yield Named(PAGE, name.partition("#")[0])  # comments on a post are below it
    path = name.partition("?")[0].partition("#")[0]
    parts = path.split("/")
    for length in range(1, min(len(parts), DEEPEST) + 1):
        yield Named(BELOW, "/".join(parts[:length]))
