"""Copies found, and only copies."""

import time
import tracemalloc
from random import Random

import pytest

from extract.sameness import duplicates

WORDS = [f"word{number}" for number in range(400)]


def text(seed: int, length: int = 200) -> str:
    return " ".join(Random(seed).choices(WORDS, k=length))


def test_groups_a_copy_with_a_line_more() -> None:
    found = duplicates.groups([("a", text(1)), ("b", text(2)), ("c", text(1) + " Tagged: service, mail")])

    assert found == {"a": "a", "b": "b", "c": "a"}


def test_sees_through_case_and_punctuation() -> None:
    assert duplicates.groups([("a", "The kettle, again: cold!"), ("b", "the KETTLE again cold")])["b"] == "a"


def test_keeps_answers_to_the_same_event_apart() -> None:
    half = text(3, 100)

    assert len(set(duplicates.groups([("a", half + text(4, 100)), ("b", half + text(5, 100))]).values())) == 2


def test_joins_copies_of_copies() -> None:
    words = text(6).split()
    middle = words[30:]
    last = words[55:]
    found = duplicates.groups([(name, " ".join(part)) for name, part in (("a", words), ("z", last), ("m", middle))])

    assert set(found.values()) == {"a"}


def test_an_empty_text_is_nobodys_copy() -> None:
    assert duplicates.groups([("a", ""), ("b", " ... "), ("c", "")]) == {"a": "a", "b": "b", "c": "c"}


def test_a_short_text_has_copies_too() -> None:
    assert duplicates.groups([("a", "Thanks!"), ("b", "thanks")]) == {"a": "a", "b": "a"}


def test_an_id_given_twice_counts_once() -> None:
    assert duplicates.groups([("a", text(1)), ("a", text(1))]) == {"a": "a"}


@pytest.mark.parametrize("end", [" [...]", " …", "", "... Continue reading My kettle at The Blog", " [Read more]"])
def test_groups_an_excerpt_with_its_post_which_stands_for_both(end: str) -> None:
    whole = text(8, 400)
    excerpt = " ".join(whole.split()[:50]) + end

    assert set(duplicates.groups([("a", whole), ("p", excerpt)]).values()) == {"a"}
    assert set(duplicates.groups([("p", excerpt), ("a", f"Dublin. {whole}")]).values()) == {"a"}


def test_a_post_that_quotes_a_whole_post_and_goes_on_is_no_copy() -> None:
    quoted = text(9, 60) + "."

    assert len(set(duplicates.groups([("a", quoted), ("b", f"{quoted} {text(10)}")]).values())) == 2
    assert len(set(duplicates.groups([("a", quoted[:-1]), ("b", f"{text(11, 40)} {quoted} {text(10)}")]).values())) == 2


def test_a_few_words_are_nobodys_excerpt() -> None:
    whole = text(12)

    assert len(set(duplicates.groups([("a", whole), ("b", " ".join(whole.split()[:30]) + " ...")]).values())) == 2


def test_thousands_of_posts_that_begin_alike_are_told_apart_soon() -> None:
    form = " ".join(WORDS[:45])
    texts = [(str(n), f"{form} {text(n, 60)} ...") for n in range(500)]

    assert len(set(duplicates.groups(texts).values())) == 500


def test_a_text_costs_a_few_kilobytes_of_memory() -> None:
    texts = [(str(number), text(number, 400)) for number in range(100)]
    tracemalloc.start()
    duplicates.groups(texts)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 100 * 25_000


def test_gives_the_same_groups_every_time() -> None:
    texts = [(str(number), text(number % 7)) for number in range(40)]

    assert duplicates.groups(texts) == duplicates.groups(texts) == {name: str(int(name) % 7) for name, _ in texts}


def test_leaves_apart_what_only_begins_alike() -> None:
    shared = " ".join(f"word{n}" for n in range(60))
    texts = [(name, f"{shared} {' '.join(f'{name}{n}' for n in range(30))}") for name in ("a", "b")]

    assert duplicates.groups(texts) == {"a": "a", "b": "b"}


def test_groups_a_thousand_copies_soon() -> None:
    text = " ".join(f"word{n}" for n in range(300))
    start = time.monotonic()

    found = duplicates.groups([(str(n), f"{text} copy {n // 2}") for n in range(1_000)])

    assert set(found.values()) == {"0"}
    assert time.monotonic() - start < 20
