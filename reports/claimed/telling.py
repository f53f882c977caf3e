"""What the templates call to say something: each number, sentence and drawing is entered into the ledger as it is said."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from reports import charts
from reports.claimed import claims, ledger, rows, sentences
from reports.claimed.ledger import Claim
from reports.claimed.opening import Opener
from reports.page import Report

Names = dict[str, Any]  # Any: what a template calls


def names(report: Report, drawn: Mapping[str, str], opens: Opener, made: dict[str, Claim]) -> Names:
    """The functions of the templates; `drawn` are the charts, `made` takes the claims.

    tell(name, text, file, where, of), see Claim, marks a text; read does so for a number of posts, and links it to their
    quotes; count as well, where the number is how many rows they are. say(name) says a sentence of SENTENCES.
    """

    def tell(*told: object) -> Markup:
        return ledger.marked(ledger.entered(made, _claim(told)))

    def read(*told: object) -> Markup:
        claim = ledger.entered(made, _claim(told))
        return ledger.marked(claim, opens(claim))

    def count(*told: object) -> Markup:
        claim = ledger.entered(made, replace(_claim(told), counts=True))
        return ledger.marked(claim, opens(claim))

    def say(name: str) -> Markup:
        known = sentences.SENTENCES[name]
        return tell(name, known.words(report), known.file, known.where)

    def enter(*told: object) -> str:
        return ledger.entered(made, _claim(told)).text

    said = {"tell": tell, "read": read, "count": count, "say": say, "enter": enter}
    return said | {"link": lambda *told: opens(_claim(("", "", *told)))} | _drawing(report, drawn, enter)


def _claim(told: tuple[object, ...]) -> Claim:
    """Name, text and, as far as they are told, file, where and of."""
    name, text, file, where, of = (*map(str, told), *[""] * (5 - len(told)))
    return Claim(name, text, file, where, of)


def _drawing(report: Report, drawn: Mapping[str, str], enter: Callable[..., str]) -> Names:
    def chart(name: str) -> Markup:
        if not drawn[name]:
            return Markup()
        enter(f"chart.{name}", charts.CHARTS[name][1](report), "funnel" if name == "funnel" else "codings")
        return Markup('<div data-c="chart.{}">{}</div>').format(name, Markup(drawn[name]))  # noqa: S704 - drawn here

    def scale(name: str, card: claims.Answer) -> Markup:
        enter(name, charts.scale.told(card.spread), "codings", rows.coded(card.cause, "posts"))
        small = Markup(charts.small(name.replace(".", "-"), card.spread))  # noqa: S704 - drawn here
        return Markup('<span data-c="{}">{}</span>').format(name, small)

    return {"chart": chart, "scale": scale}
