"""The figures that the gate guards: agreement of one coder with the truth, from the tables of analysis/checks/reliability.py."""

from dataclasses import replace

from analysis import codebook
from analysis.checks import reliability
from analysis.checks.adjudication import EXPERIENCE
from analysis.checks.agreement import Sampled
from analysis.checks.reliability import LEVEL, MINIMUM, SIGN, TOLD, VALUE, Column

NAMES = (
    "experience_alpha",
    "genre_alpha",
    "core_alpha_min",
    "core_f1_min",
    "core_sign_alpha_mean",
    "core_level_alpha_mean",
    "secondary_alpha_mean",
    "reaction_alpha",
    "reaction_sign",
)
CORE = ("resolution", "commitments", "response_time")


def figures(truth: Column, said: Column) -> dict[str, float]:
    """Agreement of what a coder said with the truth; nan where nothing varies.

    Nearly every experience tells of a resolution, so that its sign counts in core_alpha_min, of the others whether they
    are told. Secondary causes count with MINIMUM posts that tell of them. A coder does not better itself by abstaining:
    what it says all the same is counted. core_f1_min guards that codes which are told are found: alpha can rise while
    they are missed more often.
    """
    posts = sorted(truth)
    firm = {post: replace(said[post], abstained=()) for post in posts}
    sampled = Sampled([1.0] * len(posts), posts, draws=0)
    book = codebook.default()
    rows = reliability.compare([truth, firm], posts, sampled, book, first=True)
    found = {(row.code, row.part): row.found for row in rows}
    alphas = {key: one.alpha.value for key, one in found.items()}
    often = [code.id for code in book.of("secondary") if found[code.id, TOLD].positives >= MINIMUM]
    core = [alphas["resolution", SIGN], *(alphas[cause, TOLD] for cause in CORE[1:])]
    return {
        "experience_alpha": alphas[EXPERIENCE, TOLD],
        "genre_alpha": alphas["genre", VALUE],
        "core_alpha_min": sorted(core, key=lambda alpha: (alpha == alpha, alpha))[0],  # nan before all
        "core_f1_min": min(found[cause, TOLD].f1.value for cause in CORE),
        "core_sign_alpha_mean": _mean([alphas[cause, SIGN] for cause in CORE]),
        "core_level_alpha_mean": _mean([alphas[cause, LEVEL] for cause in CORE]),
        "secondary_alpha_mean": _mean([alphas[cause, TOLD] for cause in often]),
        "reaction_alpha": alphas["reaction", VALUE],
        "reaction_sign": found["reaction", SIGN].share.value,
    }


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else float("nan")
