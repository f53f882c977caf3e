"""Studies to exchange with other programs: posts in many scripts, coded by a machine and by a person."""

import random

from analysis import codebook
from analysis.coding import Coding, Evidence
from reports.interchange.project import Document, Project

BOOK = codebook.default()
PIECES = (
    "They called back 😀 at once.", "Ça a été réparé, cafe\u0301 noir.", "החנות החזירה לי את הכסף.",
    "لم يرد أحد.", "お客様係は親切でした。",
    "👩\u200d👩\u200d👧 waited <3 & \"hours\".", "Ünïted 'broke' it.", "𝒎𝒂𝒕𝒉 and 🇩🇪 flags.", "zero\u200bwidth and\u00a0blanks.",
)  # fmt: skip
ENDS = (" ", "\n", "\r\n", "\r", "\n\n", "\t")
LEVELS = ("failed", "met", "exceeded")


def project(posts: int, seed: int = 1) -> Project:
    """A study with this many posts; each has a few codes of each coder on sentences of it."""
    draw = random.Random(seed)
    return Project(
        "s", "Kettles & <service>", '"customer service"', BOOK, ("default", "jo"), tuple(_posts(posts, draw))
    )


def _posts(count: int, draw: random.Random) -> list[Document]:
    found = []
    for number in range(1, count + 1):
        sentences = [draw.choice(PIECES) + draw.choice(ENDS) for _ in range(draw.randint(2, 12))]
        text = "".join([f"Post {number}. ", *sentences])
        codings = {coder: _coding(text, sentences, draw) for coder in ("default", "jo")}
        title = f"Title/{number}: <b>\x01 {draw.choice(PIECES)}"
        day = f"2026-01-{number % 28 + 1:02}T00:00:00Z"
        found.append(
            Document(
                number, f"http://b{number % 50}.example/{number}", title, f"b{number % 50}.example", day, text, codings
            )
        )
    return found


def _coding(text: str, sentences: list[str], draw: random.Random) -> Coding:
    """An experience with two or three causes, each on one sentence of the post."""
    told = {}
    for code in draw.sample(BOOK.of("core", "secondary"), draw.randint(2, 3)):
        level, words = draw.choice(LEVELS), draw.choice(sentences).strip()
        start = text.index(words)
        told[code.id] = Evidence(code.id, level, start, start + len(words), words, "hand", 1.0)
    causes = tuple((cause, item.level) for cause, item in sorted(told.items()))
    evidence = tuple(sorted(told.values(), key=lambda item: (item.start, item.end, item.code, item.level)))
    return Coding("experience", "coded by hand", causes, draw.randint(-2, 2), ("recommends",), evidence)
