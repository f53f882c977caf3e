"""The methods paragraph of a paper, with the numbers of the run: what was collected, how it was coded, how sure shares are.

It is text to paste and to cut, so every sentence stands alone and carries its numbers; the works it names follow it.
"""

import math

from analysis.codebook import Codebook
from reports import wording
from reports.page import Checked, Report

WORKS = {
    "copies": "Broder, A. Z. (1997). On the resemblance and containment of documents. SEQUENCES '97, 21-29.",
    "wilson": "Wilson, E. B. (1927). Probable inference. Journal of the American Statistical Association, 22, 209-212.",
    "alpha": "Krippendorff, K. (2018). Content Analysis: An Introduction to Its Methodology (4th ed.). Sage.",
    "holm": "Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scand. J. of Statistics, 6, 65-70.",
    "ranks": "Mogstad, M., Romano, J., Shaikh, A., & Wilhelm, D. (2024). Inference for ranks. Rev. Econ. Studies, 91, 476-518.",
}


def paragraph(report: Report, software: str) -> str:
    """The paragraph and the works that it names, as Markdown. `software` is name and version of what made the run."""
    sentences = [
        *_collected(report, software),
        *_coded(report),
        *_checked(report),
        *_estimated(report),
        *_tested(report),
    ]
    works = ["copies", *["alpha"] * bool(_alphas(report)), "wilson", "ranks", *["holm"] * bool(report.findings)]
    listed = "\n".join(f"- {WORKS[name]}" for name in works)
    return f"# Method\n\n{' '.join(sentences)}\n\n## Works named\n\n{listed}\n"


def _collected(report: Report, software: str) -> list[str]:
    steps = {step.name: step for step in report.funnel}
    found = "; ".join(f"{name[:1].lower()}{name[1:]}: {step.count:,}" for name, step in steps.items())
    blogs = report.posts.loc[report.posts["genre"].eq("experience"), "blog"].nunique()
    period = f", published {wording.period(report.first, report.last)}," if report.first else ""
    return [
        f"Blog posts were collected from web feeds and coded with {software} (run {report.run}); "
        f"those that match the query `{report.query}` were kept.",
        f"Of the feed items these were left, step by step: {found}.",
        f"The experiences{period} come from {wording.amount(blogs, 'blog')}.",
        "Copies of a post (Jaccard similarity of four-word shingles of at least .7, candidates by MinHash; Broder, 1997) "
        "were counted once.",
    ]


def _coded(report: Report) -> list[str]:
    book = report.codebook
    who = "People coded" if report.check and not report.check.codes else f"The automatic coder {report.coder} coded"
    return [
        f"{who} each post by the codebook {book.id} {book.version} (SHA-256 {book.digest[:16]}): what kind of text it is, "
        f"and for a first-hand experience {_count(book, 'core')} core and {_count(book, 'secondary')} secondary causes, each "
        "failed, met, exceeded or not told, the author's reaction from -2 to 2, and outcomes.",
    ]


def _count(book: Codebook, kind: str) -> int:
    return len(book.of(kind))


def _alphas(report: Report) -> list[Checked]:
    codes = report.check.codes if report.check else ()
    return [one for one in codes if not math.isnan(one.alpha)]


def _checked(report: Report) -> list[str]:
    check = report.check
    if check is None:
        return [
            "No posts of this study were coded by hand, so that the coder's agreement with people is not known here."
        ]
    drawn = f"{wording.amount(check.posts, 'post')}, drawn at random with known chances, were coded by "
    people = f"{drawn}{wording.amount(check.people, 'person')} blind to the coder's codes."
    told = [f"{one.code} ({one.part}) {one.alpha:.2f} [{one.low:.2f}, {one.high:.2f}]" for one in _alphas(report)]
    if not told:
        return [people]
    limits = f"causes below {check.floor:g} or found in fewer than {check.minimum} posts were not ranked"
    return [people, f"Krippendorff's alpha (2018) of coder and people, with 95 % ranges: {', '.join(told)}; {limits}."]


def _estimated(report: Report) -> list[str]:
    return [
        f"Shares carry 95 % ranges from {report.draws:,} bootstrap draws of whole blogs, since posts of one blog are alike, "
        "checked against Wilson's interval (1927) with the design effect of blogs.",
        "Ranks carry simultaneous 95 % sets (Mogstad et al., 2024).",
    ]


def _tested(report: Report) -> list[str]:
    caveat = (
        "Blog posts are written by those who wish to, mostly on extremes, and were selected by the words of the query; "
        "shares are of such posts, not of customers."
    )
    if not report.findings:
        return [caveat]
    verdicts = "; ".join(f"{finding.id}: {finding.verdict}" for finding in report.findings)
    fixed = f"fixed in the codebook (SHA-256 {report.codebook.frozen[:16]})"
    return [
        f"{len(report.findings)} hypotheses, {fixed}, were tested with Holm's correction (1979): {verdicts}.",
        caveat,
    ]
