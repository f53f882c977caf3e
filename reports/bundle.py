"""Everything that is made of a report: the page, its numbers, the lists and the feed. Same report, same bytes."""

from collections.abc import Mapping

import pandas as pd

from reports import exports, feed, html, sidecar
from reports.claimed.ledger import counted
from reports.facts import Facts
from reports.page import Report
from reports.sections import methods


def files(facts: Facts, tables: Mapping[str, pd.DataFrame], page: Report) -> dict[str, bytes]:
    """Bytes by file name; the page lists the tables as `page.files` tells them."""
    text, claims = html.rendered(page)
    people = {"thank": page.thank, "answer": page.answer_first}
    lists = exports.EXPORTS["csv"](people)
    told = sidecar.sidecar(facts, page, counted(claims, {**tables, **people}))
    paper = methods.paragraph(page, facts.software or "rootfeed").encode()
    return {
        "report.html": text.encode(),
        "report.json": told,
        "feed.atom": feed.atom(page),
        "methods.md": paper,
        **lists,
    }
