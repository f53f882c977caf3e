"""The posts with known codes on which coders are measured, and what each coder says of them.

`posts` are posts.txt beside this file, `voices` those in voices/ (others wrote them, two coders settled them, and they
seek out what is hard), `demo` the English originals of the demo. `gold` lies outside the repository, in
the folder that ROOTFEED_SHARED names, or else in `shared` beside the repository; where there is none, it is not
measured. The shipped weights know its posts, so that there each post is coded with weights that were trained without a
third of the authors, its own among them: part0, part1 and part2 beside this file, made by
`rootfeed train --rows ... --without N --out tests/gate/partN`.
"""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import cache, partial
from hashlib import sha256
from pathlib import Path

from analysis import codebook, labelled
from analysis.coders import CODERS, linear, rules
from analysis.coders.weights import Weights, load
from analysis.coding import Coder, Coding
from flows.coding.training import author_of, part
from flows.demo.blogs import blogs
from flows.owntexts.texts import read_rows

HERE = Path(__file__).parent
POSTS, VOICES = HERE / "posts.txt", HERE / "voices"
SHARED = Path(os.environ.get("ROOTFEED_SHARED") or HERE.parents[2] / "shared")
GOLD = SHARED / "gold" / "dev.jsonl"


@dataclass(frozen=True, slots=True)
class Sample:
    """One post: its truth is a coding without evidence. `part` is that of its author, None where weights know nobody."""

    title: str
    text: str
    truth: Coding
    part: int | None = None


Samples = Mapping[str, Sample]


class Absent(Exception):
    """What is not there to be measured; the text says what is missing."""


def written(*paths: Path) -> Samples:
    """Posts of the gate, which nobody trains on."""
    examples = [one for path in paths for one in labelled.posts(path.read_text(encoding="utf-8"), path.name, "gate")]
    return {
        one.id: Sample(one.title, one.text, _truth(one.genre, dict(one.causes), one.reaction, one.outcomes))
        for one in examples
    }


def demo() -> Samples:
    """The demo's posts in English that are no copies of others."""
    stories = [story for blog in blogs() for story in blog.posts if story.language == "en" and not story.copy_of]
    return {
        one.slug: Sample(one.title, one.body, _truth(one.genre, dict(one.causes), one.reaction, one.outcomes))
        for one in stories
    }


def gold() -> Samples:
    """Posts of strangers. Raises Absent."""
    if not GOLD.is_file():
        raise Absent("no shared gold posts beside the repository")
    return {
        str(row["id"]): Sample(
            str(row.get("title") or ""),
            row["text"],
            _truth(row["genre"], row["causes"] or {}, row["reaction"], tuple(row["outcomes"] or ())),
            part(author_of(row)),
        )
        for row in read_rows(GOLD)
    }


SETS: dict[str, Callable[[], Samples]] = {
    "posts": partial(written, POSTS), "voices": partial(written, *sorted(VOICES.glob("*.txt"))), "demo": demo, "gold": gold,
}  # fmt: skip


def _truth(genre: str, causes: Mapping[str, str], reaction: int | None, outcomes: tuple[str, ...]) -> Coding:
    return Coding(genre, "", tuple(sorted(causes.items())), reaction, tuple(sorted(outcomes)))


@cache
def samples(name: str) -> Samples:
    """The posts of a set. Raises Absent."""
    return SETS[name]()


def digest(posts: Samples) -> str:
    """16 hex digits of texts and truth; floors hold for the very posts that they were measured on."""
    told = {name: asdict(post) for name, post in posts.items()}
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


@cache
def said(name: str, coder: str) -> Mapping[str, Coding]:
    """What a coder says of the posts of a set. Raises Absent."""
    posts = samples(name)
    of_part = {part: _coder(coder, part) for part in sorted({post.part for post in posts.values()}, key=str)}
    return {key: of_part[post.part](post.title, post.text) for key, post in posts.items()}


def _coder(name: str, part: int | None) -> Coder:
    book = codebook.default()
    if part is None or name == "rules":
        return CODERS[name](book)
    return partial(linear.code, part_weights(name, part), book, rules.index(book))


@cache
def part_weights(name: str, part: int) -> Weights:
    """The weights of a coder that know nobody of a part. Raises Absent."""
    path = HERE / f"part{part}" / f"{name}.npz"
    if not path.is_file():
        raise Absent(f"no weights {path.parent.name}/{path.name} beside the gate")
    return load(path.read_bytes())
