"""The check of a study's coder against what people made of its sample, as the report shows it."""

from analysis import reliability
from analysis.adjudication import EXPERIENCE
from analysis.reliability import FLOOR, MINIMUM, Verdict
from flows import agreeing, coders, handwork
from flows.workspace import Workspace
from reports.page import Check, Checked


def check(space: Workspace) -> Check | None:
    """How far the study's coder, as it is now, agrees with people; None where nobody coded what it coded."""
    work = handwork.load(space)
    if not work.coded:
        return None
    people = len(work.people)
    if space.study.coder == coders.HAND:
        return Check(len(work.one), people, work.disputed, FLOOR, MINIMUM)
    found = handwork.machines(space, list(work.texts))
    column = found.get(f"{space.study.coder} {coders.version(space.study, space.book)}", {})
    one = agreeing.against(space.study.coder, column, work)
    if not one.posts:
        return None
    verdicts = [reliability.verdict(one.rows, EXPERIENCE), *reliability.verdicts(one.rows, space.book)]
    return Check(one.posts, people, work.disputed, FLOOR, MINIMUM, tuple(map(_checked, verdicts)))


def _checked(verdict: Verdict) -> Checked:
    alpha = verdict.alpha
    return Checked(verdict.code, verdict.part, verdict.positives, alpha.value, alpha.low, alpha.high, verdict.why_not)
