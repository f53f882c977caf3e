"""The methods paragraph: every number in it is one of the run, and it says what was not done."""

import re
from dataclasses import replace

from reports.page import Check, Checked, Report
from reports.sections import methods

CODED = Check(200, 2, 3, 0.667, 30, (Checked("resolution", "told", 90, 0.71, 0.62, 0.79, ""),))


def test_tells_what_was_collected_coded_and_estimated(report: Report) -> None:
    made = report

    text = methods.paragraph(made, "rootfeed 9.9")

    assert f"coded with rootfeed 9.9 (run {made.run})" in text
    assert f"`{made.query}`" in text
    assert f"{made.codebook.digest[:16]}" in text
    for step in made.funnel:
        assert f": {step.count:,}" in text


def test_says_that_nobody_checked_the_coder(report: Report) -> None:
    text = methods.paragraph(replace(report, check=None), "rootfeed 9.9")

    assert "No posts of this study were coded by hand" in text
    assert "Krippendorff" not in text


def test_tells_agreement_with_its_range(report: Report) -> None:
    text = methods.paragraph(replace(report, check=CODED), "rootfeed 9.9")

    assert "200 posts, drawn at random with known chances, were coded by 2 persons" in text
    assert "resolution (told) 0.71 [0.62, 0.79]" in text


def test_names_every_work_that_it_rests_on_and_no_other(report: Report) -> None:
    text, _, works = methods.paragraph(report, "rootfeed 9.9").partition("## Works named")

    for work in re.findall(r"^- (\w+),.*\((\d{4})\)", works, re.M):
        assert work[0] in text and work[1] in text, work
