"""What is learnt of events, and what is learnt from them."""

from dataclasses import replace

import numpy as np
import pytest
import teaching

from analysis.coders.decision import CORES
from analysis.coders.portrait import NAMES, Portrait
from analysis.fitting import posts, sentences
from analysis.fitting.logistic import Rows, nominal
from analysis.fitting.material import AROUND, SINGLE, Material, Sentence, material, sentence
from analysis.fitting.posts import ENDS
from analysis.fitting.sentences import HAPPENING, TOLD
from analysis.labelled import EVENT


def test_events_are_learnt_from_sentences_in_which_they_were_looked_for() -> None:
    size, waits = 5 * AROUND, frozenset(((EVENT, "wait"),))

    def looked(*told: int) -> list[float]:
        marks = tuple(waits if number in told else frozenset() for number in range(size))
        post = teaching.post(0, teaching.STORIES[1], marks=marks, text="We rang. " * size)
        return [number for number, line in enumerate(material(post).sentences) if line.looked == 1]

    assert looked(12, 14) == [*range(12 - AROUND, 14 + AROUND + 1)]
    assert looked(0, size - 1) == [*range(size)]
    assert looked() == []
    assert sentence("They rang.", waits).looked == SINGLE


def test_where_nobody_looked_for_events_there_are_none() -> None:
    unlooked = [
        replace(one, sentences=tuple(replace(line, looked=0.0) for line in one.sentences)) for one in teaching.posts()
    ]
    weights = sentences.fit(unlooked, [])
    events = slice(len(TOLD), len(TOLD) + len(HAPPENING))

    assert not weights.matrix[:, events].any()
    assert (weights.bias[events] < -5).all()


@pytest.mark.parametrize("surer", [True, False])
def test_where_marks_contradict_each_other_those_count_more_that_were_looked_for_in_posts(surer: bool) -> None:
    said, other = (
        [Sentence(frozenset(("w:rang",)), 2, told, looked=looked)] * 20
        for told, looked in ((frozenset({(EVENT, "asked")}), 1.0), (frozenset[tuple[str, str]](), SINGLE))
    )
    if not surer:
        said, other = ([replace(line, looked=1.5 - line.looked) for line in lines] for lines in (said, other))
    weights, bias = sentences._fit_events([*said, *other], {"len": 0, "w:rang": 1})
    column = HAPPENING.index("asked")

    assert (weights[1, column] + bias[column] > 0) == surer


def drawn(one: Material, number: int) -> Portrait:
    """A post's portrait of which nothing is left but that one event was told, another one for each end."""
    seen = posts.see(teaching.taught(), one).drawn
    return replace(seen, causes=np.zeros_like(seen.causes), events=np.eye(len(seen.events))[number])


@pytest.mark.parametrize("name", CORES[:1])
def test_events_alone_part_the_ends_of_a_core_cause(name: str) -> None:
    stories = [one for one in teaching.posts() if one.example.genre == "experience"]
    ends = [
        {"exceeded": "met"}.get(level, level) for level in (dict(one.example.causes).get(name, "") for one in stories)
    ]
    shown = [drawn(one, ENDS.index(end)) for one, end in zip(stories, ends, strict=True)]
    model = posts._core(stories, shown, name)
    numbers = [np.concatenate((one.causes[NAMES.index(name)], one.events)) for one in shown]

    assert len(set(ends)) == 3
    assert [ENDS[int((model.matrix @ one + model.bias + model.limits).argmax())] for one in numbers] == ends


def test_limits_are_moved_towards_ends_that_are_rare_and_hardly_told_apart() -> None:
    dice = np.random.default_rng(5)
    failed = np.arange(600) % 8 == 0
    truth = np.where(failed, "failed", "")
    number = dice.normal(failed * 1.2)
    rows = Rows(("n",), number[:, None], truth, np.ones(600), np.ones(600), np.arange(600) % 5)
    limits = posts._limits(rows)
    odds = np.log(posts.crossed(rows, ENDS, posts.STRENGTH["core"], ()))
    said = [nominal(failed.astype(int), (odds + moved).argmax(axis=1), rows.judged) for moved in (0, limits)]

    assert limits[ENDS.index("failed")] - limits[ENDS.index("")] > 0.5
    assert said[1] > said[0] + 0.1


def test_the_limits_of_a_core_cause_are_what_was_found_taken_half_way(monkeypatch: pytest.MonkeyPatch) -> None:
    found = np.array([0.0, 0.4, -0.2, 1.0])
    monkeypatch.setattr(posts, "_limits", lambda rows: found)
    stories = [one for one in teaching.posts() if one.example.genre == "experience"]
    model = posts._core(stories, [posts.see(teaching.taught(), one).drawn for one in stories], "resolution")

    assert model.limits.tolist() == (posts.SHRUNK * found).tolist()
