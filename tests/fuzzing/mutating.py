"""One change to an input: bytes spoilt at random places, words of the formats put in, and JSON of another shape than meant."""

import json
import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from tests.fuzzing.fetched import PART

MOST = 4_000  # characters by which a part is repeated at most
VALUES: tuple[Any, ...] = (  # JSON
    None, True, 0, -1, 10**400, 1e308, float("nan"), "", "x", "\ud800", "\x00", "0" * 5_000, [], {}, [[]], [None], {"": None},
    "../../x", "2026-02-31", "9999-12-31T23:59:59-23:59", "http://[::1", 1.5,
)  # fmt: skip
WORDS = (
    b"<![CDATA[", b"]]>", b"<!--", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"&#xD800;", b"&#0;", b"</item>", b"<item>",
    b"<?xml encoding='utf-7'?>", b"<entry>", b"xml:base='http://[::1'", b"href='//'", b"http://[", b"http://\xff.example:99999/",
    b"\x00", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xff\xfe", b"\r\n\r\n", b"\r", b"\xe2\x80\xa8", b"'", b'"', b'"""', b"=",
    b"[[", b"]]", b"{", b"}", b"(", b")", b"\\", b"*", b"~", b"^", b" OR ", b"NOT ", b"title:", b"-", b"+", b"9" * 400, b"-1",
    b"1e999", b"nan", b"inf", b"9999-12-31", b"0000-00-00", b"\xd9\xa1", b"\xc2\xb2", b"content-length: " + b"9" * 5_000,
    b"charset=hex", b"charset=utf-16", b"gzip", b"deflate", b"user-agent: *", b"crawl-delay: nan", PART,
)  # fmt: skip


def mutated(body: bytes, dice: random.Random) -> bytes:
    """Another input made of one."""
    return dice.choice(WAYS)(body, dice)


def _flipped(body: bytes, dice: random.Random) -> bytes:
    spoilt = bytearray(body or b"x")
    for _ in range(dice.randint(1, 4)):
        spoilt[dice.randrange(len(spoilt))] = dice.randrange(256)
    return bytes(spoilt)


def _cut(body: bytes, dice: random.Random) -> bytes:
    start, end = _span(body, dice)
    return body[:start] if dice.random() < 0.3 else body[:start] + body[end:]


def _put_in(body: bytes, dice: random.Random) -> bytes:
    start, end = _span(body, dice)
    return body[:start] + dice.choice(WORDS) + body[start if dice.random() < 0.5 else end :]


def _repeated(body: bytes, dice: random.Random) -> bytes:
    start, end = _span(body, dice)
    times = dice.choice((2, 3, max(2, MOST // max(1, end - start))))
    return body[:start] + body[start:end] * times + body[end:]


def _span(body: bytes, dice: random.Random) -> tuple[int, int]:
    start = dice.randint(0, len(body))
    return start, min(len(body), start + dice.choice((1, 2, 4, 8, 16, 64, 512)))


def _reshaped(body: bytes, dice: random.Random) -> bytes:
    """JSON with another value in one place; other bytes are spoilt instead."""
    lines = body.split(PART)
    places = list(range(len(lines)))
    dice.shuffle(places)
    for place in places:
        with suppress(ValueError, RecursionError):
            told = json.loads(lines[place])
            if spots := list(_spots(told)):
                _replace(*dice.choice(spots), dice)
                lines[place] = json.dumps(told).encode()
                return PART.join(lines)
    return _put_in(body, dice)


def _spots(told: Any) -> Iterator[tuple[Any, Any]]:
    """Every object or list of a value, with each of its keys or places."""
    inside = list(told.items()) if isinstance(told, dict) else list(enumerate(told)) if isinstance(told, list) else []
    for key, value in inside:
        yield told, key
        yield from _spots(value)


def _replace(around: Any, key: Any, dice: random.Random) -> None:
    way = dice.random()
    if way < 0.2:
        del around[key]
    elif way < 0.3:
        around[key] = [around[key]]
    elif way < 0.4 and isinstance(around, dict):
        around[dice.choice([*around, "x"])] = around[key]
    else:
        around[key] = dice.choice(VALUES)


WAYS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flipped,
    _cut,
    _put_in,
    _put_in,
    _repeated,
    _reshaped,
    _reshaped,
)
