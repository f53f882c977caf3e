"""`rootfeed export --pseudonymous`: tables of a study that can be published, in which nobody is named.

Addresses and blogs become names that nobody can compute without the study's key (HMAC, RFC 2104), the same in all tables and
in every export of the study. Words of posts go, and so does what would find them: positions, lengths, days, the order of posts.
"""

import argparse
import hmac
import json
import os
import secrets
import sys
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from extract.sameness.canonical import canonical
from flows import settings
from flows.errors import UsageError
from flows.options import KEEPABLE
from flows.reporting import frames, results
from flows.reporting.frames import Frames
from flows.telling import tell
from flows.workspace import opened
from reports import exports

LENGTH = 16  # of a pseudonym: among a million posts two agree by chance once in 37 million studies
ROUNDED = 50  # words
ABOUT = """{name}: tables in which posts and blogs stand under pseudonyms

The same pseudonym is the same blog, or the same post, in all tables. Left out: addresses, hosts, days and hours (months are
kept), positions in texts, exact lengths (words are rounded to {rounded}){dropped}. Posts are numbered in no order of theirs.
{kept}"""


def export(options: argparse.Namespace) -> int:
    """Write a study's tables under pseudonyms, into a folder without its key."""
    study, folder = settings.load(options.study), options.study.resolve().parent
    form = options.format or "csv"
    if form not in exports.EXPORTS:
        raise UsageError(f"--pseudonymous writes tables: --format {', '.join(sorted(exports.EXPORTS))}, not {form}")
    out, kept = options.out or folder / f"{study.name}-pseudonymous", sorted(set(options.keep))
    mine = key(folder / f"{study.name}-pseudonyms.key")
    with opened(study, folder) as space:
        found = frames.frames(space)
        beside = {"texts": frames.texts(space, found)} if "texts" in kept else {}
    made = tables(found, beside, mine, kept)
    files = exports.EXPORTS[form](made) | {"about.txt": about(study.name, kept)}
    for name, content in files.items():
        results.put(out / name, content)
    if kept:
        print(f"{' and '.join(kept)} are kept: whoever searches for their words finds who wrote them", file=sys.stderr)
    paths = [str(out / name) for name in files]
    tell(options, {"files": paths}, "\n".join(paths))
    return 0


@dataclass(frozen=True)
class Key:
    """What pseudonyms are made with."""

    secret: bytes

    def name(self, kind: str, value: str) -> str:
        """The pseudonym of something of a kind."""
        made = hmac.digest(self.secret, f"{kind} {value}".encode("utf-8", "surrogatepass"), "sha256").hex()
        return f"{kind}-{made[:LENGTH]}"


def key(path: Path) -> Key:
    """The key in a file that only its owner may read; made where there is none. Raises UsageError where it is broken."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    except OSError as error:
        raise UsageError(f"{path}: cannot write ({error.strerror})") from error
    else:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32) + "\n")
    try:
        secret = bytes.fromhex(path.read_text(encoding="ascii"))
    except (OSError, ValueError) as error:
        raise UsageError(
            f"{path}: holds no key of pseudonyms; bring it back, or remove it for new pseudonyms"
        ) from error
    if len(secret) < 32:
        raise UsageError(f"{path}: holds no key of pseudonyms; bring it back, or remove it for new pseudonyms")
    return Key(secret)


def tables(
    found: Frames, beside: Mapping[str, pd.DataFrame], mine: Key, kept: Collection[str] = ()
) -> dict[str, pd.DataFrame]:
    """The tables by name under pseudonyms, and others `beside` them; `kept` are those of KEEPABLE that stay."""
    posts = found.posts
    pseudonym = [
        mine.name("post", canonical(url) or f"{url} {post}")
        for post, url in zip(posts["post"], posts["url"], strict=True)
    ]
    number = {old: place for place, (_, old) in enumerate(sorted(zip(pseudonym, posts["post"], strict=True)), start=1)}
    named = dict(zip(posts["post"], pseudonym, strict=True))
    made = {
        "posts": _posts(posts, kept),
        "codings": found.codings,
        "evidence": found.evidence.drop(
            columns=["start", "end"] + ([] if "quotes" in kept else ["quote", "before", "after"])
        ),
        **beside,
    }
    told = {name: _renamed(frame, mine, named.__getitem__, number) for name, frame in made.items()}
    return told | {"funnel": found.funnel[["step", "count"]]}


def _posts(posts: pd.DataFrame, kept: Collection[str]) -> pd.DataFrame:
    hits = posts["matched"].map(lambda told: len(json.loads(told)) if told else 0)
    words = (posts["words"] / ROUNDED).round().astype(int) * ROUNDED
    return posts.drop(columns=["genre_reason", *([] if "titles" in kept else ["title"])]).assign(
        matched=hits, words=words
    )


def _renamed(frame: pd.DataFrame, mine: Key, named: Callable[[int], str], number: dict[int, int]) -> pd.DataFrame:
    """A table with pseudonyms, months and other numbers of posts, in the order of these."""
    changes: dict[str, pd.Series[object]] = {"post": frame["post"].map(number)}
    if "url" in frame:
        changes["url"] = frame["post"].map(named)
    if "blog" in frame:
        changes["blog"] = frame["blog"].map(lambda blog: mine.name("blog", blog) if blog else "")
    if "published" in frame:
        changes["published"] = frame["published"].str.slice(0, 7)
    if "duplicate_of" in frame:
        changes["duplicate_of"] = frame["duplicate_of"].map(number, na_action="ignore").astype("Int64")
    keys = [name for name in ("post", "cause", "level") if name in frame]
    return frame.assign(**changes).sort_values(keys, kind="stable").reset_index(drop=True)


def about(name: str, kept: Collection[str]) -> bytes:
    """What goes with the tables, for who reads them."""
    dropped = [one for one in KEEPABLE if one not in kept]
    told = f", {', '.join(dropped)}" if dropped else ""
    warning = f"Kept by choice, and able to name their authors: {', '.join(sorted(kept))}.\n" if kept else ""
    return ABOUT.format(name=name, rounded=ROUNDED, dropped=told, kept=warning).encode()
