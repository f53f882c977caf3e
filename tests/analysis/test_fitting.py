from dataclasses import replace

import numpy as np
import pytest
import teaching

from analysis import codebook, fitting
from analysis.coders import carrying, linear, rules
from analysis.coders.decision import decide
from analysis.coders.weights import dump
from analysis.fitting import PARTS, evidence, posts, sentences
from analysis.fitting.logistic import NEVER
from analysis.fitting.material import ASIDE, Material, material, sentence, unruled
from analysis.fitting.posts import ENDS, REACTIONS
from analysis.fitting.sentences import GENRES, HAPPENING, SEEN, TOLD, levels

BOOK = codebook.default()


def test_the_same_texts_give_the_same_bytes() -> None:
    again = fitting.fit(teaching.posts(), teaching.singles(), {"from": "a small world"})

    assert dump(again) == dump(teaching.taught())


def test_what_can_be_learnt_is_learnt() -> None:
    """Posts of new authors, of the same words in other company."""
    stories = ((("resolution", "failed"), ("courtesy", "met"), ("reaction", "-1")), *teaching.STORIES)
    for number, told in enumerate(stories):
        post = teaching.post(1000 + number, told)
        coding = linear.code(teaching.taught(), BOOK, rules.index(BOOK), post.title, post.text)

        assert (coding.genre, coding.causes, coding.reaction) == ("experience", post.causes, post.reaction), post.text
        assert coding.outcomes == post.outcomes


@pytest.mark.parametrize("genre", list(teaching.ELSE))
def test_what_is_nobodys_story_is_known(genre: str) -> None:
    post = teaching.post(1000, genre=genre)

    assert linear.code(teaching.taught(), BOOK, rules.index(BOOK), post.title, post.text).genre == genre


def test_each_sentence_tells_most_of_what_it_was_marked_with() -> None:
    told = (("resolution", "met"), ("courtesy", "failed"), ("response_time", "met"), ("warns", ""))
    chances = posts.see(teaching.taught(), material(teaching.post(1000, told))).scores.chances

    assert [TOLD[column] for column in chances[1:].argmax(axis=1)] == list(told)
    assert (chances[0] < 0.1).all()


def test_evidence_is_what_was_marked() -> None:
    model = teaching.taught().models["evidence"]

    assert (model.names, model.matrix.shape) == (carrying.NAMES, (7, len(carrying.NAMES)))
    assert (model.matrix[:, 0] > 0).all()
    assert not model.matrix[0, 1:].any()


def test_where_no_sentence_was_marked_none_is_sure_evidence() -> None:
    unmarked = [
        replace(one, example=replace(one.example, marks=(frozenset(),) * len(one.sentences)))
        for one in teaching.posts()
    ]
    model = evidence.fit(unmarked, [posts.see(teaching.taught(), one).scores for one in unmarked])

    assert not model.matrix.any()
    assert set(model.bias) == {NEVER}


def test_no_author_is_scored_by_a_model_that_has_seen_him() -> None:
    """Whatever is said of an author's posts, the sentence models that score them stay the same."""
    usual = fitting.crossed(teaching.posts(), teaching.singles())
    author = teaching.examples()[4].author
    lied = [lie(one) if one.example.author == author else one for one in teaching.posts()]
    after = fitting.crossed(lied, teaching.singles())
    changed = {
        one.example.author
        for one, old, new in zip(lied, usual, after, strict=True)
        if not np.array_equal(old.scores.chances, new.scores.chances)
    }

    assert sum(one.example.author == author for one in lied) == 2
    assert changed
    assert author not in changed
    own = fitting.part_of(next(one for one in lied if one.example.author == author), PARTS)
    assert changed == {one.example.author for one in lied if fitting.part_of(one, PARTS) != own}


def lie(one: Material) -> Material:
    """The post with the opposite of what it tells, many times over."""
    told = frozenset(TOLD) - frozenset(one.sentences[1].told)
    lines = tuple(replace(line, told=told, weight=9.0) for line in one.sentences)
    return replace(one, sentences=lines, example=replace(one.example, genre="news", weight=9.0))


def test_all_posts_of_an_author_are_in_one_part() -> None:
    parts: dict[str, set[int]] = {}
    for one in teaching.posts():
        parts.setdefault(one.example.author, set()).add(fitting.part_of(one, PARTS))

    assert all(len(found) == 1 for found in parts.values())
    assert set().union(*parts.values()) == set(range(PARTS))


def test_a_level_that_never_occurs_is_ruled_out() -> None:
    models = teaching.taught().models
    for name, classes, never in (("resolution", ENDS, "mixed"), ("reaction", REACTIONS, "0")):
        place = classes.index(never)
        assert models[name].bias[place] == NEVER
        assert not models[name].matrix[place].any()


def test_an_outcome_that_never_occurs_is_never_given() -> None:
    taught = teaching.taught()
    for one in teaching.posts():
        seen = posts.see(taught, one)
        decision = decide(taught, seen.drawn, seen.scores.genres)

        assert not {"stays", "leaves"} & {*decision.given}
        assert decision.outcomes["stays"] < 1e-6


def test_thresholds_heed_posts_that_occurred_alone_where_there_are_any() -> None:
    some = [replace(one, example=replace(one.example, weight=0.5)) for one in teaching.posts()[:3]]
    occurred = replace(some[1], example=replace(some[1].example, natural=True))

    assert posts._judged(some).tolist() == [0.5, 0.5, 0.5]
    assert posts._judged([some[0], occurred, some[2]]).tolist() == [0, 0.5, 0]


def test_more_than_met_is_met_as_well() -> None:
    assert levels(frozenset([("resolution", "exceeded")])) == {("resolution", "exceeded"), ("resolution", "met")}
    assert levels(frozenset([("resolution", "failed")])) == {("resolution", "failed")}


def test_sentence_weights_find_what_parts_them_and_leave_out_what_is_rare() -> None:
    lines = [line for line in teaching.singles() if ("warns", "") in line.told]
    rare = [sentence("Zyzzyva.", frozenset()) for _ in range(SEEN - 1)]
    weights = sentences.fit(teaching.posts(), [*teaching.singles(), *rare])

    assert lines
    assert "w:zyzzyva" not in weights.vocabulary
    assert weights.matrix[weights.vocabulary["w:away"], TOLD.index(("warns", ""))] > 50
    assert weights.matrix[weights.vocabulary["w:rude"], TOLD.index(("courtesy", "failed"))] > 50
    assert np.abs(weights.matrix).max() == 127
    assert next(iter(weights.vocabulary)) == "len"
    assert weights.models == {}


def test_genres_are_columns_behind_what_sentences_tell_of() -> None:
    weights = teaching.taught()

    first = len(TOLD) + len(HAPPENING)
    assert weights.matrix.shape[1] == first + len(GENRES)
    assert weights.matrix[weights.vocabulary["w:minister"], first + GENRES.index("news")] > 50
    assert weights.matrix[weights.vocabulary["w:waited"], len(TOLD) + HAPPENING.index("wait")] > 50


def test_sentences_of_no_experience_count_less() -> None:
    story, news = teaching.posts()[0], teaching.posts()[-2]

    assert {line.weight for line in story.sentences} == {1.0}
    assert {line.weight for line in news.sentences} == {ASIDE}


def test_a_sentence_with_a_full_stop_inside_counts_as_one() -> None:
    line = sentence("He was rude. He shouted.", frozenset())

    assert {"w:rude", "w:shouted"} <= line.features
    assert line.tokens == 5


def test_without_rules_only_words_and_senses_are_left() -> None:
    line = sentence("They never called me back.", frozenset())
    read, lines = fitting.without_rules(teaching.posts()[:3], [line])

    assert any(name.startswith("r:") for name in line.features)
    left = [*lines, *(told for one in read for told in one.sentences)]
    assert {name.partition(":")[0] for one in left for name in one.features} <= {"w", "b", "p", "s", "ss"}
    assert lines[0] == unruled(line) == unruled(lines[0])
    assert lines[0].features < line.features
