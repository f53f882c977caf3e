"""Habits of blogs: how each names its posts in its feed, and what it changes at once."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random


@dataclass(frozen=True)
class Post:
    """A post as its author sees it; `edition` counts the edits, which change what they change at once."""

    number: int
    blog: int
    place: int
    title: str
    text: str
    published: datetime
    slug: str
    edition: int = 0
    about: str = ""


@dataclass
class Blog:
    """A blog with its habits."""

    number: int
    habit: str
    posts: list[Post] = field(default_factory=list)
    moved: bool = False

    @property
    def host(self) -> str:
        """Where it is."""
        return f"blog{self.number}.example"


Name = Callable[[Blog, Post, int], tuple[str, str]]  # guid and link of a post in a round


def _slugs(blog: Blog, post: Post, turn: int) -> tuple[str, str]:
    url = f"http://{blog.host}/2026/{post.slug}/"
    return url, url


def _number(blog: Blog, post: Post, turn: int) -> tuple[str, str]:
    return f"http://{blog.host}/?p={post.place}", f"http://{blog.host}/2026/{post.slug}/"


def _query(blog: Blog, post: Post, turn: int) -> tuple[str, str]:
    return f"tag:{blog.host},2026:{post.place}", f"http://{blog.host}/index.php?p={post.place}"


def _flips(blog: Blog, post: Post, turn: int) -> tuple[str, str]:
    scheme = "https" if turn >= 6 else "http"
    return f"{scheme}://{blog.host}/?p={post.place}", f"{scheme}://www.{blog.host}/2026/{post.slug}/"


def _constant(blog: Blog, post: Post, turn: int) -> tuple[str, str]:
    return f"http://{blog.host}/", f"http://{blog.host}/{post.slug}.html"


def _edits_guid(blog: Blog, post: Post, turn: int) -> tuple[str, str]:
    return f"{blog.number}-{post.place}-{post.edition}", f"http://{blog.host}/a/{post.place}"


def _edits_link(blog: Blog, post: Post, turn: int) -> tuple[str, str]:
    return f"urn:post:{blog.number}:{post.place}", f"http://{blog.host}/{post.slug}-{post.edition}"


def _counted(blog: Blog, post: Post, turn: int) -> tuple[str, str]:
    return f"http://{blog.host}/2026/{post.slug}.html", f"http://feedproxy.google.com/~r/b{blog.number}/~3/{post.slug}/"


def _session(blog: Blog, post: Post, turn: int) -> tuple[str, str]:
    key = f"{Random(f'{turn}{post.number}').getrandbits(80):020x}"
    return (
        f"http://{blog.host}/x.php?id={post.place}&PHPSESSID={key}",
        f"http://{blog.host}/x.php?id={post.place}&sid={key}",
    )


def _random(blog: Blog, post: Post, turn: int) -> tuple[str, str]:
    return f"{Random(f'{turn}{post.number}').getrandbits(64):016x}", f"http://{blog.host}/{post.slug}"


def _place(blog: Blog, post: Post, turn: int) -> tuple[str, str]:
    return str(
        blog.posts[-1].place - post.place + 1
    ), f"http://{blog.host}/{post.slug}"  # the newest is always number 1


def _none(blog: Blog, post: Post, turn: int) -> tuple[str, str]:
    return "", ""


def _home(blog: Blog, post: Post, turn: int) -> tuple[str, str]:
    return "", f"http://{blog.host}/"


def _case(blog: Blog, post: Post, turn: int) -> tuple[str, str]:
    guid = f"Post-{blog.number}-{post.slug}"
    return guid.upper() if turn % 3 == 0 else guid, f"http://{blog.host}/{post.slug}?utm_source=feed{turn}"


def _token(blog: Blog, post: Post, turn: int) -> tuple[str, str]:
    guid = "".join(letter.upper() if post.place >> bit & 1 else letter for bit, letter in enumerate("abcdefgh"))
    return guid, f"http://{blog.host}/v/{guid}"  # which differ by case only, and are other posts


def _today(blog: Blog, post: Post, turn: int) -> tuple[str, str]:
    return f"{blog.number}:{post.place}", f"http://{blog.host}/today"


def _anchors(blog: Blog, post: Post, turn: int) -> tuple[str, str]:
    url = f"http://{blog.host}/2026/{post.place // 3}.html#a{post.place}"
    return url, url


def _links(blog: Blog, post: Post, turn: int) -> tuple[str, str]:
    return f"http://{blog.host}/linked/{post.place}", post.about or f"http://{blog.host}/linked/{post.place}"


def _moves(blog: Blog, post: Post, turn: int) -> tuple[str, str]:
    if turn >= 7:
        return f"https://{blog.host}/posts/{post.slug}", f"https://{blog.host}/posts/{post.slug}"
    return f"http://{blog.host}/?p={post.place}", f"http://{blog.host}/archives/{post.place}"


HABITS: dict[str, Name] = {
    "slugs": _slugs, "number": _number, "query": _query, "flips": _flips, "constant": _constant, "guid": _edits_guid,
    "link": _edits_link, "counted": _counted, "session": _session, "random": _random, "place": _place, "none": _none,
    "home": _home, "case": _case, "token": _token, "today": _today, "anchors": _anchors, "links": _links, "moves": _moves,
}  # fmt: skip
PLAIN = ("slugs", "number", "query")
ALONE = ("today", "none", "home", "session", "place")  # which other services cannot show, or show as they please
