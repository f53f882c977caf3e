"""The page: one self-contained file that asks the network for nothing and is complete without JavaScript.

Feeds are hostile input: everything is escaped by the template engine, and the policy allows only the one style sheet
and the one script written here, by their hashes. The same report gives the same bytes.
"""

import base64
import hashlib
import re
from collections.abc import Sequence
from importlib.resources import files
from typing import Any
from urllib.parse import quote as percent

import pandas as pd
from jinja2 import Environment, FunctionLoader, StrictUndefined

from analysis.estimates.causes import experiences
from reports import charts, evidence, exports, page, quotes, wording
from reports.claimed import claims, opening, rows, telling
from reports.claimed.ledger import Claim
from reports.page import Report
from reports.quotes import Quote
from reports.sections import afterwards, checked, compared, people, since, tested, timeline, trust, weight

ASIDE = 40  # posts set aside that the page lists one by one
COPY = "copy of another post"
AT_ONCE = 10  # quotes in sight before the reader asks for more
LISTED = 8  # posts of each list of people to write to
SECTIONS = {
    "answer": "The answer", "causes": "All causes, ranked", "evidence": "What people wrote", "trust": "Can you trust it?",
    "weight": "What weighs most", "afterwards": "What people do next", "extremes": "What extremes share",
    "time": "Over time", "compared": "Side by side",
    "since": "Since the last report", "people": "Whom to write to", "tested": "Claims put to the test",
    "coverage": "What was left out", "method": "Method and limits", "files": "Files and rerun",
}  # fmt: skip


def render(report: Report) -> str:
    """The whole page as HTML text."""
    return rendered(report)[0]


def rendered(report: Report) -> tuple[str, dict[str, Claim]]:
    """The whole page, and every claim in it by name."""
    made: dict[str, Claim] = {}
    style, script, policy = policed("style.css", "page.js")
    template = environment().get_template("page.html")
    drawn = {name: charts.draw(name, report) for name in charts.CHARTS}
    shown = evidence.choose(report)
    names = {
        **telling.names(report, drawn, opening.opener(report, shown), made),
        **_view(report, shown),
        "charts": {name: bool(one) for name, one in drawn.items()},
    }
    text = template.render(policy=policy, style=style, script=script, **names)
    return text + "\n", made


def asset(name: str) -> str:
    """A file of the templates' folder."""
    return files("reports").joinpath("templates", name).read_text(encoding="utf-8")


def policed(styles: str, *programs: str) -> tuple[str, str, str]:
    """A style sheet, one script of all programs, and the policy that allows a page these two by their hashes and nothing else."""
    style, script = re.sub(r"\s*\n\s*", "", asset(styles)), "\n".join(asset(name).strip() for name in programs)
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return style, script, policy


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def environment() -> Environment:
    """The template engine: it escapes everything that is not said to be safe, and refuses unknown names."""
    made = Environment(
        loader=FunctionLoader(asset), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters |= {
        "amount": wording.amount,
        "day": wording.day,
        "hundred": wording.per_hundred,
        "likely": wording.likely,
        "published": wording.published,
        "ranged": wording.ranged,
        "often": wording.often,
        "shorten": quotes.shorten,
        "web": quotes.web_address,
    }
    return made


def _view(report: Report, shown: Sequence[Quote]) -> dict[str, Any]:  # Any: the template's names
    own, causes = experiences(report.posts), page.ranking(report)
    said = (afterwards, checked, claims, compared, people, rows, since, tested, timeline, trust, weight)
    return {
        "report": report,
        "few": page.FEW,
        "enough": claims.enough(report),
        "own": rows.OWN,
        "told": rows.coded,
        "causes": causes,
        "unranked": page.unranked(report),
        "groups": page.groups(report),
        "reasons": page.reasons(report),
        "codes": {code.id: code for code in report.codebook.codes},
        "genres": _by_count(report.genres),
        "posts": len(own),
        "blogs": claims.blogs(report),
        "moods": _moods(report),
        "thin": any(group.posts < page.FEW for group in page.groups(report)),
        "period": wording.period(report.first, report.last),
        "toc": [one for one in SECTIONS.items() if one[0] != "tested" or report.findings],
        "list_limit": LISTED,
        "csv": "data:text/csv;charset=utf-8," + percent(exports.csv({"causes": report.ranked})["causes.csv"]),
        **{module.__name__.rpartition(".")[2]: module for module in said},
        **_posts(report, causes, shown),
    }


def _posts(
    report: Report, causes: Sequence[page.Cause], shown: Sequence[Quote]
) -> dict[str, Any]:  # Any: the template's names
    """The quotes, and the posts that are set aside."""
    return {
        "aside": _aside(report),
        "aside_limit": ASIDE,
        "quotes": list(enumerate(shown, start=1)),
        "at_once": AT_ONCE,
        "quoted": [cause for cause in causes if any(tag.cause == cause.code.id for q in shown for tag in q.tags)],
        "sentences": quotes.sentences(report),
    }


def _by_count(genres: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(genres.items(), key=lambda entry: (-entry[1], entry[0]))


def _moods(report: Report) -> tuple[int, int, int]:
    """Own experiences whose writers ended unhappy, in between, happy."""
    own = experiences(report.posts)
    known = [int(reaction) for reaction in own["reaction"].dropna()] if len(own) else []
    return sum(r < 0 for r in known), sum(r == 0 for r in known), sum(r > 0 for r in known)


def _aside(report: Report) -> list[dict[str, Any]]:  # Any: cells of a frame
    """The posts that do not enter the ranking, in the order of their ids; `why` says what kept them out."""
    if report.posts.empty:
        return []
    rows = report.posts.drop(experiences(report.posts).index).sort_values("post")
    found = [{str(key): value for key, value in row.items()} for row in rows.to_dict("records")]
    return [row | {"why": row["genre_reason"] if pd.isna(row["duplicate_of"]) else COPY} for row in found]
