"""Texts that people write down themselves, as posts: Markdown (CommonMark with tables) and plain text.

A file of Markdown may begin with a head between two lines of `---`, in which static site generators keep title, author and
date; only plain lines of `key: value` are read there.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from extract.reading import prose

HEAD = re.compile(r"\A---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
LINE = re.compile(r"^(title|author|date):[ \t]*(.*?)[ \t]*$", re.M | re.I)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}\b")
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
BREAKS = {"softbreak": " ", "hardbreak": "\n"}


@dataclass(frozen=True, slots=True)
class Written:
    """A text with what it says of itself; `date` is a day (ISO 8601), each is "" where nothing is said."""

    title: str
    author: str
    date: str
    text: str


def plain(text: str) -> Written:
    """A plain text as it stands, with single line feeds and without white space around it."""
    return Written("", "", "", _ended(text).strip())


def markdown(text: str) -> Written:
    """The words of a Markdown text, a line a block, without its marks; a first heading is the title."""
    text = _ended(text)
    head = HEAD.match(text)
    told = {key.lower(): _bare(value) for key, value in LINE.findall(head[1] or "")} if head else {}
    title = told.get("title", "")
    blocks: list[str] = []
    tokens = READER.parse(text[head.end() :] if head else text)
    for before, token in zip([Token("", "", 0), *tokens], tokens, strict=False):
        words = _words(token)
        if not blocks and before.tag == "h1" and title in ("", words):
            title = words
        elif words:
            blocks.append(words)
    day = DAY.match(told.get("date", ""))
    return Written(title, told.get("author", ""), day[0] if day else "", "\n".join(blocks))


def _words(token: Token) -> str:
    """What a reader sees of a block."""
    if token.type in ("fence", "code_block"):
        return token.content.strip("\n")
    if token.type == "html_block":
        return prose.plain(token.content)
    return _inline(token.children or ()).strip() if token.type == "inline" else ""


def _inline(tokens: Sequence[Token]) -> str:
    seen = (token for token in tokens if token.type != "html_inline")
    return "".join(BREAKS.get(token.type, token.content) for token in seen)


def _bare(value: str) -> str:
    """A value without the quotation marks around it."""
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def _ended(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
