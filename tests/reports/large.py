"""A study as large as one gets, as tables that `reports.build.report` takes: everything it can compute is in them."""

import random
from datetime import date

import pandas as pd

from analysis import codebook
from analysis.checks import handcodes
from analysis.codebook import CAUSES
from analysis.coding import Coding
from analysis.estimates import change
from analysis.estimates.causes import LEVELS
from reports.facts import Facts

MONTHS, COMPANIES, HAND = 120, 80, 300
PHRASES = ("customer service", "customer support", "tech support", "help desk", "warranty")
PER_BLOG = 10_000 / 1_500  # posts
SAID = (
    "I had written to them on {day} already.",
    "On the {n}th call somebody said that {cause} was not for them to decide, and hung up on me.",
    "That was {n} weeks ago.",
)


def facts(posts: int, draws: int) -> Facts:
    """The facts of a study of that many posts."""
    day = date(2026, 10, 2)
    query = " OR ".join(f'"{one}"' for one in PHRASES)
    return Facts(
        "large", query, day, codebook.default(), "made up 1.0", False, f"run-{posts}", "Made up.", "rootfeed run",
        draws, date(2026, 9, 1),
    )  # fmt: skip


def tables(size: int) -> dict[str, pd.DataFrame]:
    """Tables of `size` coded posts: a blog each 6.7, 120 months, 80 companies, 5 phrases, 300 coded by hand, one before."""
    chance = random.Random(size)
    causes = [code.id for code in codebook.default().of(*CAUSES)]
    posts = pd.DataFrame([_post(chance, number, size) for number in range(size)])
    posts = posts.astype({"reaction": "Int64", "duplicate_of": "Int64", "chance": "Float64"})
    told = [
        (number, cause) for number in range(size) for cause in chance.sample(causes, chance.choice((1, 2, 2, 3, 4)))
    ]
    codings = pd.DataFrame(
        [(n, posts["blog"][n], c, chance.choice(LEVELS), "made up") for n, c in told],
        columns=["post", "blog", "cause", "level", "coder"],
    )
    early = posts[posts["published"] < "2026-06"]
    return {
        "posts": posts,
        "codings": codings,
        "evidence": _evidence(chance, posts, codings),
        "funnel": pd.DataFrame({"step": ["Items", "Experiences"], "count": [3 * size, size], "why": ["all", "rest"]}),
        "hand": _hand(chance, posts, codings),
        "control_posts": posts.iloc[:0],
        "control_codings": codings.iloc[:0],
        "before": change.coded(early, codings[codings["post"].isin(early["post"])]),
    }


def _post(chance: random.Random, number: int, size: int) -> dict[str, object]:
    month = number * MONTHS // size
    blog = f"blog-{int(chance.random() ** 1.3 * size / PER_BLOG)}.example"
    company = f"Company {int(chance.random() ** 2 * COMPANIES)}" if chance.random() < 0.7 else ""
    return {
        "post": number, "url": f"https://{blog}/{number}", "title": f"Post {number}", "blog": blog,
        "published": f"{2016 + (month + 9) // 12}-{(month + 9) % 12 + 1:02}-{chance.randint(1, 28):02}T08:00:00Z",
        "language": "en", "genre": "experience", "genre_reason": "tells what happened", "reaction": number % 5 - 2,
        "outcomes": chance.choice(("", "warns", "recommends", "leaves")), "duplicate_of": None, "words": 300,
        "matched": "; ".join(chance.sample(PHRASES, chance.choice((1, 1, 2)))), "company": company, "chance": None,
    }  # fmt: skip


def _evidence(chance: random.Random, posts: pd.DataFrame, codings: pd.DataFrame) -> pd.DataFrame:
    days, urls = posts["published"], posts["url"]
    rows = [
        {
            "post": row.post, "url": urls[row.post], "blog": row.blog, "published": days[row.post], "cause": row.cause,
            "level": row.level, "start": at, "end": at + 90,
            **{name: text.format(day=days[row.post][:10], n=row.post, cause=row.cause)
               for name, text in zip(("before", "quote", "after"), SAID, strict=True)},
            "rule": "rule-1", "strength": chance.random(), "coder": "made up",
        }
        for at, row in enumerate(codings.itertuples())
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _hand(chance: random.Random, posts: pd.DataFrame, codings: pd.DataFrame) -> pd.DataFrame:
    """People and the coder on some posts; on one cause in ten they part."""
    sample = sorted(chance.sample(range(len(posts)), HAND))
    by_post = {post: [(row.cause, row.level) for row in same.itertuples()]
               for post, same in codings[codings["post"].isin(sample)].groupby("post")}  # fmt: skip
    columns: dict[str, dict[str, Coding]] = {handcodes.CODER: {}, handcodes.PEOPLE: {}}
    for post in sample:
        told, reaction = by_post[post], int(posts["reaction"][post])
        agreed = [one for one in told if chance.random() > 0.1]
        for who, causes in ((handcodes.CODER, told), (handcodes.PEOPLE, agreed)):
            columns[who][f"k{post:06}"] = Coding("experience", "", causes=tuple(sorted(causes)), reaction=reaction)
    keys = {f"k{post:06}": post for post in sample}
    share = {key: HAND / len(posts) for key in keys}
    blogs = {key: str(posts["blog"][post]) for key, post in keys.items()}
    return handcodes.long(columns, share, blogs, keys, codebook.default())
