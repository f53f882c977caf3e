"""What the page says of the check against people: which causes are not ranked and why, and how to check."""

from collections.abc import Sequence
from math import isnan

from analysis.codebook import CAUSES
from reports.page import Cause, Checked, Report, ranking, unranked
from reports.wording import amount, listed

UNSURE = "No cause is coded reliably enough to be ranked"
A_PROGRAM = "A program"
READERS = {  # who codes, in words
    "default": "A program that learnt from coded texts which words and phrases tell of what",
    "linear": "A program that learnt from coded texts which words tell of what",
    "rules": "A program that looks for fixed phrases",
    "llm": "A language model that was given the codebook",
}
JUDGED = {"told": "whether it is told", "sign": "good or bad"}


def limit(report: Report) -> str:
    """What a sentence on the first cause must add where some causes are not ranked."""
    return " among those that could be ranked" if unranked(report) else ""


def corrected_low(report: Report, cause: Cause) -> float:
    """The lower bound of a cause's share once the coder's measured error is taken off; 1 where nobody measured it."""
    if not len(report.corrected):
        return 1.0
    rows = report.corrected[(report.corrected["cause"] == cause.code.id) & (report.corrected["side"] == "told")]
    return float(rows["corrected_low"].fillna(0.0).iloc[0]) if len(rows) else 1.0


def nothing(report: Report, usual: str) -> str:
    """Why no cause is ranked, without a full stop: `usual` where no post names one."""
    return UNSURE if unranked(report) else usual


def none_ranked(report: Report) -> bool:
    """Whether the check left no cause that a post names."""
    return bool(unranked(report)) and not any(cause.posts for cause in ranking(report))


def unsure(report: Report, needed: Sequence[str]) -> str:
    """Why a figure claims nothing, if a code that it needs did not pass the check; else ""."""
    names = {code.id: code.name for code in report.codebook.codes}
    left = [f"“{names[cause.code.id]}”" for cause in unranked(report) if cause.code.id in needed]
    return f"Nothing is claimed, because {listed(left)} did not pass the check against people" if left else ""


def lacking(report: Report, needed: Sequence[str]) -> str:
    """Why a figure is left out, if codes that it needs are not in the codebook; else ""."""
    known = {code.id for code in report.codebook.of(*CAUSES)}
    gone = [f"“{name}”" for name in needed if name not in known]
    return f"Left out, because the codebook of this study lacks {listed(gone)}" if gone else ""


def why(report: Report) -> dict[str, str]:
    """Why a cause is not ranked, by cause."""
    return {one.code: one.why_not for one in report.check.codes if one.why_not} if report.check else {}


def alpha(one: Checked) -> str:
    """A figure with its interval, as far as they are known."""
    if isnan(one.alpha):
        return "cannot be told"
    return f"{one.alpha:.2f}" + ("" if isnan(one.low) else f" ({one.low:.2f} to {one.high:.2f})")


def method(report: Report) -> str:
    """What was done to check the coder, as sentences."""
    check = report.check
    if check is None:
        return (
            f"Not known yet. {READERS.get(report.coder.split()[0], A_PROGRAM)} read the posts, and nobody has compared it "
            "with people on them, so that how often it errs here is not known. Have two people code a sample:"
        )
    by = f"{amount(check.posts, 'post')} {'was' if check.posts == 1 else 'were'} coded by hand, by " + (
        "one person" if check.people == 1 else f"{check.people} people"
    )
    left = (
        f" On {amount(check.disputed, 'post')} people part and nothing is decided: what no majority holds is left out"
    )
    left = f"{left}." if check.disputed else ""
    if not check.codes:
        return (
            f"People are the coder here: {by}.{left} Shares of causes are weighted by each post’s chance to be drawn."
        )
    flattered = left and f"{left} That flatters the coder, for what is hard for people is missing."
    return (
        f"{by}, without sight of the coder’s codes. A cause is ranked only if the coder agrees with them on it, with "
        f"Krippendorff’s alpha of at least {check.floor:g}, and if they find it in at least {check.minimum} of these "
        f"posts.{flattered}"
    )


def steps(report: Report) -> str:
    """The commands that check a coder."""
    study = next((word for word in report.command.split() if word.endswith(".toml")), "STUDY.toml")
    return (
        f"rootfeed hand sample {study} --coder-name anna ben\n"
        f"rootfeed hand import {study} sheet-anna.csv --coder anna\n"
        f"rootfeed hand agree {study}"
    )
