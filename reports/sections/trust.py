"""How far the numbers can be trusted: what the coder, people, and both together say of each cause."""

from dataclasses import dataclass
from math import isnan

from analysis.checks.adjudication import EXPERIENCE
from reports.page import Range, Report, ranking, unranked
from reports.wording import ranged

TOLD = "told"  # the side of a cause at any level


@dataclass(frozen=True, slots=True)
class Three:
    """One cause: its share by the coder, by people on their sample, and by both; None where it cannot be told."""

    cause: str
    name: str
    automatic: Range | None
    hand: Range | None
    corrected: Range | None
    posts: int
    note: str


def title(report: Report) -> str:
    """For how many causes the coder agrees with people well enough to be ranked."""
    check = report.check
    if check is None:
        return "Nobody has compared the coder with people yet"
    if not check.codes:
        return "People coded these posts themselves"
    asked = [one for one in check.codes if one.code != EXPERIENCE]
    passed = sum(not one.why_not for one in asked)
    return (
        f"{passed} of {len(asked)} causes are coded reliably enough to be ranked"
        if passed
        else "No cause passed the check"
    )


def threes(report: Report) -> list[Three]:
    """The three numbers of each cause, in the order of the codebook."""
    names = {code.id: code.name for code in report.codebook.codes}
    # a share has one range in a page: that of the ranking, from drawn blogs
    ranked = {cause.code.id: cause.all for cause in (*ranking(report), *unranked(report))}
    rows = report.corrected[report.corrected["side"] == TOLD].to_dict("records") if len(report.corrected) else []
    return [
        Three(
            cause=str(row["cause"]),
            name=names[str(row["cause"])],
            automatic=ranked.get(str(row["cause"]), _range(row, "automatic")),
            hand=_range(row, "hand"),
            corrected=_range(row, "corrected"),
            posts=int(row["n_hand"]),
            note=str(row["note"] or ""),
        )
        for row in rows
    ]


def _range(row: dict[str, object], name: str) -> Range | None:
    share, low, high = (float(str(row[name + end])) for end in ("", "_low", "_high"))
    return None if isnan(share) else Range(share, low, high)


def figure(spread: Range | None) -> str:
    """57 (54 to 60), or a dash."""
    return "–" if spread is None else ranged(spread)
