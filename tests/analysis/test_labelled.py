import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis import codebook, labelled
from analysis.coders.genre import FEELING
from analysis.labelled import CAUSES, LEVELS, OUTCOMES, LabelError, posts, sentence_lines, told
from analysis.reading import sentences

TRAINING = Path(labelled.__file__).parent / "training"
SHARED = Path(os.environ.get("ROOTFEED_SHARED") or Path(__file__).parents[3] / "shared")
RUN = 8  # words: what is as long and stands in both was copied
LAW = ("the", "name", "and", "address", "of", "the", "original", "creditor")  # 15 U.S.C. 1692g, in everybody's words
POST = """=== a-1
genre: experience
causes: res- cou+
reaction: -1
outcomes: warns
title: Kettle
The clerk was kind. {cou+} It rained.
The kettle is still
broken, and we wait. {res- feel-1}

Stay away! {warns}
"""
FAILED, KIND = ("resolution", "failed"), ("courtesy", "met")


def one(text: str) -> labelled.Example:
    (example,) = posts(text, "a.txt", "ann")
    return example


def marked(body: str) -> dict[str, set[tuple[str, str]]]:
    """What each sentence of a body is marked with; sentences without a mark are left out."""
    example = one(f"=== a\ngenre: other\ntitle:\n{body}")
    spans = sentences(example.text)
    assert "{" not in example.text
    return {
        example.text[span.start : span.end]: set(codes)
        for span, codes in zip(spans, example.marks, strict=True)
        if codes
    }


def test_short_codes_cover_the_codebook() -> None:
    book = codebook.default()

    assert {*CAUSES.values()} == {entry.id for entry in book.of("core", "secondary")}
    assert {*OUTCOMES} == {entry.id for entry in book.of("outcome")}


@pytest.mark.parametrize(
    ("short", "meant"),
    [
        ("res-", ("resolution", "failed")),
        ("tim+", ("response_time", "met")),
        ("com*", ("commitments", "exceeded")),
        ("cou~", ("courtesy", "mixed")),
        ("feel-2", (FEELING, "-2")),
        ("feel+1", (FEELING, "1")),
        ("leaves", ("leaves", "")),
    ],
)
def test_a_short_code_stands_for_a_code_and_a_level(short: str, meant: tuple[str, str]) -> None:
    assert told(short) == (meant,)


def test_letters_behind_an_at_stand_for_events() -> None:
    assert told("@D+") == (("event", "trouble"), ("event", "pleased"))


@pytest.mark.parametrize("short", ["", "res", "res--", "abc-", "feel-3", "feel", "Warns", "-", "@", "@d", "@DZ"])
def test_an_unknown_short_code_is_refused_by_name(short: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"unknown code {short!r}")):
        told(short)


def test_a_post_has_its_labels_and_a_text_without_marks() -> None:
    example = one(POST)

    assert (example.id, example.author, example.title, example.genre) == ("a-1", "ann", "Kettle", "experience")
    assert example.causes == (KIND, FAILED)
    assert (example.reaction, example.outcomes) == (-1, ("warns",))
    assert example.text == "The clerk was kind. It rained.\nThe kettle is still\nbroken, and we wait.\n\nStay away!"
    assert [set(mark) for mark in example.marks] == [{KIND}, set(), {FAILED, (FEELING, "-1")}, {("warns", "")}]


def test_a_post_that_is_no_experience_needs_a_genre_and_a_title() -> None:
    example = one("=== b\ngenre: news\ntitle:\nThe minister spoke.")

    assert (example.title, example.causes, example.reaction, example.outcomes) == ("", (), None, ())
    assert example.marks == (frozenset(),)


def test_posts_come_in_turn_and_what_stands_before_them_is_a_remark() -> None:
    found = list(posts("# said\n\n" + POST + POST.replace("a-1", "a-2"), "a.txt", "ann"))

    assert [example.id for example in found] == ["a-1", "a-2"]
    assert found[0].text == found[1].text


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("It broke. {res-} It rained.", {"It broke.": {FAILED}}),
        ("It rained. It broke. {res-}", {"It broke.": {FAILED}}),
        ("“It broke.” {res-} It rained.", {"“It broke.”": {FAILED}}),
        ('She said "it broke." {res-} It rained.', {'She said "it broke."': {FAILED}}),
        ("(It broke.) {res-} It rained.", {"(It broke.)": {FAILED}}),
        ("It\nbroke\nagain. {res-}\nIt rained.", {"It\nbroke\nagain.": {FAILED}}),
        ("It broke and {res-} they were kind. {cou+}", {"It broke and they were kind.": {FAILED, KIND}}),
        ("It broke. {res- cou+}\n\n- It rained.", {"It broke.": {FAILED, KIND}}),
        ("It broke{res-}. It rained.", {"It broke.": {FAILED}}),
        ("It broke!!! {res-} Truly.", {"It broke!!!": {FAILED}}),
        ("Mr. Lee broke it. {res-} It rained.", {"Mr. Lee broke it.": {FAILED}}),
        ("It broke. {0} It rained. {}", {}),
        ("> It broke. {res-}\n> It rained.", {"> It broke.": {FAILED}}),
    ],
)
def test_a_mark_falls_on_the_sentence_before_it(body: str, found: dict[str, set[tuple[str, str]]]) -> None:
    assert marked(body) == found


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        (POST.replace("genre: experience\n", ""), "a.txt:1: genre is missing"),
        (POST.replace("title: Kettle\n", ""), "a.txt:1: title is missing"),
        (POST.replace("causes: res-", "causes: rse-"), "a.txt:1: unknown code 'rse-'"),
        (POST.replace("{cou+}", "{kind}"), "a.txt:1: unknown code 'kind'"),
        ("# said\n" + POST + POST.replace("{warns}", "{warn}"), "a.txt:13: unknown code 'warn'"),
        ("=== c", "a.txt:1: genre is missing"),
    ],
)
def test_a_fault_in_a_post_is_named_with_file_and_line(wrong: str, fault: str) -> None:
    with pytest.raises(LabelError, match=f"^{re.escape(fault)}"):
        list(posts(wrong, "a.txt", "ann"))


def test_sentences_stand_behind_their_codes() -> None:
    text = "# said\nres- cou+ | It broke, but | they were kind. \n\n0 | It rained.\n"

    assert list(sentence_lines(text, "b.txt")) == [
        ("It broke, but | they were kind.", frozenset([FAILED, KIND])),
        ("It rained.", frozenset()),
    ]


@pytest.mark.parametrize(
    ("line", "fault"),
    [("It rained.", "no ' | ' between codes and sentence"), ("rse- | It broke.", "unknown code 'rse-'")],
)
def test_a_fault_in_a_sentence_is_named_with_file_and_line(line: str, fault: str) -> None:
    with pytest.raises(LabelError, match=re.escape(f"b.txt:3: {fault}")):
        list(sentence_lines(f"# said\n0 | It rained.\n{line}\n", "b.txt"))


@pytest.mark.parametrize("path", sorted(TRAINING.glob("posts_*.txt")), ids=lambda path: path.stem)
def test_every_post_that_was_written_to_teach_is_sound(path: Path) -> None:
    book = codebook.default()
    found = list(posts(path.read_text(encoding="utf-8"), path.name, path.stem))

    assert len({example.id for example in found}) == len(found) > 0
    for example in found:
        assert example.text
        assert example.genre in {entry.id for entry in book.of("genre")}, example.id
        assert {name for name, _ in example.causes} <= {*CAUSES.values()}, example.id
        assert len(dict(example.causes)) == len(example.causes), example.id
        assert {*example.outcomes} <= {*OUTCOMES}, example.id
        assert example.reaction in ((-2, -1, 0, 1, 2) if example.genre == "experience" else (None,)), example.id
        assert not any(level == "mixed" for mark in example.marks for _, level in mark), example.id
        assert example.genre == "experience" or not example.causes, example.id


@pytest.mark.parametrize("path", sorted(TRAINING.glob("sentences_*.txt")), ids=lambda path: path.stem)
def test_every_sentence_that_was_written_to_teach_is_sound(path: Path) -> None:
    found = list(sentence_lines(path.read_text(encoding="utf-8"), path.name))

    assert found
    assert all(sentence for sentence, _ in found)
    assert not any(level == "mixed" for _, codes in found for _, level in codes)


def test_every_mark_is_a_row_a_sentence_and_codes() -> None:
    lines = [line for line in (TRAINING / "marks.tsv").read_text(encoding="utf-8").splitlines() if line[:2] != "# "]
    rows = [line.split("\t") for line in lines]

    assert len({(row, number) for row, number, _ in rows}) == len(rows) > 0
    for row, number, codes in rows:
        assert row
        assert number.isdecimal()
        assert {LEVELS["~"]}.isdisjoint(level for code in codes.split() for _, level in told(code))


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """All runs of words of a text; what was blacked out (XX/XX/2019) is not anybody's words."""
    for piece in re.split(r"\bxx+\b", text.lower().replace("’", "'")):
        found = re.findall(r"[a-z0-9']+", piece)
        yield from zip(*(found[place:] for place in range(RUN)), strict=False)


def passages(path: Path) -> Iterator[str]:
    """The texts of a file that its author may have taken from elsewhere."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".jsonl":
        yield from (str(value) for line in text.splitlines() for value in json.loads(line).values())
    else:
        yield from re.split(r"^=== .*|\n\n|\n(?=.* \| )", labelled.MARK.sub("", text), flags=re.MULTILINE)


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the folder beside the repository: ROOTFEED_SHARED")
def test_no_text_to_train_on_was_copied_from_the_folder_beside_the_repository() -> None:
    ours = {run for path in TRAINING.iterdir() for text in passages(path) for run in runs(text)} - {LAW}
    theirs = [path for path in sorted(SHARED.rglob("*")) if path.suffix in (".jsonl", ".txt", ".md")]

    assert ours
    copied = [(path.name, run) for path in theirs for text in passages(path) for run in runs(text) if run in ours]
    assert copied == []


def test_a_reaction_that_is_no_number_names_file_and_line() -> None:
    with pytest.raises(labelled.LabelError, match=r"f\.txt:1: the reaction is a number from -2 to 2, not 'bad'"):
        list(labelled.posts("=== x\ngenre: experience\nreaction: bad\ntitle:\nIt broke.", "f.txt", "me"))
