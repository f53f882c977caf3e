"""A small made-up study for the tests of the page: frames of any size, and a codebook by the names the page uses."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from analysis.codebook import Code, Codebook
from reports import html
from reports.page import File, Report, Step

CAUSES = {
    "resolution": ("core", "Problem solved", "Was the problem solved?", "problem not solved", "problem solved"),
    "commitments": ("core", "Promise kept", "Was the promise kept?", "promise broken", "promise kept"),
    "response_time": ("core", "Answer in time", "Was the answer in time?", "too slow", "quick answer"),
    "courtesy": ("secondary", "Courtesy", "Were people treated politely?", "rude", "friendly"),
    "price_value": ("secondary", "Price and value", "Was it worth the money?", "poor value", "good value"),
}
GENRES = {"experience": "Own experience", "promo": "Advertisement", "advice": "Advice"}
ENDINGS = {-2: "Very bad", -1: "Bad", 0: "Mixed", 1: "Good", 2: "Very good"}


def codebook() -> Codebook:
    levels = {"failed": "it went wrong", "met": "it went right", "exceeded": "it went better than owed"}
    causes = [
        Code(key, kind, name, question, "the writer tells of it", **levels, complaint_label=bad, praise_label=good)
        for key, (kind, name, question, bad, good) in CAUSES.items()
    ]
    genres = [Code(key, "genre", name, "What is the post?", f"posts that are {key}") for key, name in GENRES.items()]
    return Codebook("customer_service", "1.1", (*genres, *causes))


def posts(count: int, aside: int = 6) -> pd.DataFrame:
    """`count` own experiences, two a blog, and after them posts of other genres and one copy."""
    rows = [
        {
            "post": number,
            "url": f"https://blog-{number // 2}.example/post/{number}",
            "title": f"Post number {number}",
            "blog": f"blog-{number // 2}.example",
            "published": f"2026-03-{number % 28 + 1:02d}T08:00:00+00:00",
            "language": "en",
            "genre": "experience" if number < count else ("promo", "advice")[number % 2],
            "genre_reason": "tells what happened to the writer" if number < count else "sells something",
            "reaction": number % 5 - 2,
            "outcomes": ("warns", "leaves|warns", "", "stays", "recommends")[number % 5],
            "duplicate_of": None,
            "words": 300,
        }
        for number in range(count + aside)
    ]
    copy = [{**rows[0], "post": count + aside, "duplicate_of": 0}] if count else []
    return pd.DataFrame(rows + copy).assign(matched="customer service", company="")


LEVELS = ("failed", "met", "failed", "mixed", "exceeded")


def codings(count: int) -> pd.DataFrame:
    every = {"resolution": 1, "commitments": 2, "response_time": 3, "courtesy": 4}
    rows = [
        {"post": n, "blog": f"blog-{n // 2}.example", "cause": cause, "level": LEVELS[n % 5], "coder": "rules"}
        for cause, step in every.items()
        for n in range(0, count, step)
    ]
    return pd.DataFrame(rows)


def ranked(coded: pd.DataFrame, count: int) -> pd.DataFrame:
    rows = []
    for cause in CAUSES:
        levels = coded[coded["cause"] == cause]["level"] if len(coded) else pd.Series(dtype=str)
        counts = {
            "complaints": int(levels.isin(["failed", "mixed"]).sum()),
            "praise": int((levels != "failed").sum()),
            "mixed": int((levels == "mixed").sum()),
            "posts": len(levels),
        }
        row = {"cause": cause, **counts, "held": 0.97}
        for prefix, name in (("", "posts"), ("complaint_", "complaints"), ("praise_", "praise")):
            share = counts[name] / count
            row |= {
                f"{prefix}share": share,
                f"{prefix}low": max(0, share - 0.05),
                f"{prefix}high": min(1, share + 0.06),
            }
        rows.append(row)
    frame = pd.DataFrame(rows).sort_values("posts", ascending=False, kind="stable", ignore_index=True)
    frame["rank"] = frame.index + 1
    return frame.assign(rank_low=frame["rank"], rank_high=frame["rank"])


def evidence(all_posts: pd.DataFrame, coded: pd.DataFrame) -> pd.DataFrame:
    known = all_posts.set_index("post").to_dict("index")
    rows = [
        {name: known[row.post][name] for name in ("url", "published")}
        | {
            "post": row.post,
            "blog": row.blog,
            "cause": row.cause,
            "level": row.level,
            "start": 40 + 100 * list(CAUSES).index(row.cause),
            "end": 120 + 100 * list(CAUSES).index(row.cause),
            "quote": f"Three letters later the kettle of post {row.post} is still cold, and nobody says {row.cause}.",
            "before": "I had sent the photos twice.",
            "after": "We drink water now.",
            "rule": "unsolved-7",
            "strength": 0.9,
            "coder": "rules",
        }
        for row in coded.itertuples()
    ]
    return pd.DataFrame(rows)


def courtesy(each: int) -> pd.DataFrame:
    shares = {-2: 0.4, -1: 0.1, 0: 0.08, 1: 0.1, 2: 0.5}
    rows = [
        {
            "level_name": name,
            "reaction": value,
            "posts": each,
            "mentions": round(each * shares[value]),
            "low": max(0, shares[value] - 0.06),
            "high": shares[value] + 0.07,
        }
        for value, name in ENDINGS.items()
    ]
    return pd.DataFrame(rows)


def delight(total: int) -> pd.DataFrame:
    shares = {"More than the problem asked": 0.5, "More than was promised": 0.3, "Sooner than expected": 0.25}
    rows = [
        {"reason": name, "posts": round(total * share), "total": total, "low": share - 0.1, "high": share + 0.09}
        for name, share in shares.items()
    ]
    return pd.DataFrame(rows)


def study(count: int = 120) -> Report:
    """A study of `count` own experiences."""
    all_posts, coded = posts(count), codings(count)
    return Report(
        study="kettles",
        query='"customer service"',
        first=date(2026, 3, 1),
        last=date(2026, 3, 28),
        made=date(2026, 10, 2),
        posts=all_posts,
        codings=coded,
        evidence=evidence(all_posts, coded),
        ranked=ranked(coded, max(count, 1)),
        courtesy=courtesy(count // 3),
        delight=delight(count // 3),
        funnel=[Step("Feed items", 400, "from 12 feeds"), Step("Own experiences", count, "the rest is set aside")],
        genres={"experience": count, "promo": 3, "advice": 3},
        codebook=codebook(),
        coder="rules 1.0",
        run="2026-10-02-7f3a",
        files=[File("posts.parquet", "one row a post", count, "9c1e" * 16)],
        note="All posts were written for this project.",
        command="rootfeed run kettles.toml",
    )


def nothing() -> Report:
    """A study that found nothing at all: frames without rows or columns."""
    bare = pd.DataFrame()
    return replace(
        study(30),
        posts=bare,
        codings=bare,
        evidence=bare,
        ranked=bare,
        courtesy=bare,
        delight=bare,
        funnel=[],
        genres={},
        files=[],
        first=None,
        last=None,
        note="",
    )


@pytest.fixture(scope="session")
def make() -> Callable[[int], Report]:
    return study


@pytest.fixture(scope="session")
def report() -> Report:
    return study()


@pytest.fixture(scope="session")
def empty() -> Report:
    return nothing()


@pytest.fixture(scope="session")
def rendered() -> str:
    """The page of the usual study, made once."""
    return html.render(study())


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium, started once for all tests of a session."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no chromium on this machine")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def visit(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Opens a report from disk; at the end nothing may have gone wrong in any page."""
    troubles: list[str] = []
    opened: list[Page] = []

    def visit(text: str, width: int = 1280, theme: str = "light", scripts: bool = True) -> Page:
        file = tmp_path / f"{len(opened)}.html"
        file.write_text(text, encoding="utf-8")
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=theme, java_script_enabled=scripts
        )
        page = context.new_page()
        page.on("console", lambda message: troubles.append(message.text))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("dialog", lambda dialog: troubles.append(dialog.message))
        page.on("request", lambda request: troubles.append(request.url) if request.url != file.as_uri() else None)
        page.goto(file.as_uri())
        opened.append(page)
        return page

    yield visit
    for page in opened:
        page.context.close()

    assert troubles == []
