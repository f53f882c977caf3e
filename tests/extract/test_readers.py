"""How far readings agree."""

from extract.reading import agreement

LINES = [f"line {number} says that on day {number} nobody came to see the broken lamp" for number in range(6)]


def test_the_text_that_most_agree_with_is_the_best() -> None:
    story, more, other = (
        "\n".join(LINES),
        "\n".join([*LINES, "menu home about"]),
        "cookies and what we do with all of them",
    )

    assert agreement.best([other, story, more]) in (1, 2)
    assert agreement.best([story, story, other]) == 0
    assert agreement.best([other]) == 0


def test_says_what_share_two_texts_have_in_common() -> None:
    one, half = agreement.shingles("\n".join(LINES)), agreement.shingles("\n".join(LINES[:3]))

    assert agreement.between(one, one) == 1
    assert 0.6 < agreement.between(one, half) < 0.8
    assert agreement.part(half, one) == 1
    assert agreement.between(one, agreement.shingles("")) == 0


def test_compares_texts_whose_words_nothing_parts() -> None:
    text = "电水壶三月买来以后从来没有自己关过我们写信给客服他们一个小时之内就回答了所以我们很高兴"

    assert agreement.between(agreement.shingles(text), agreement.shingles(text[:36])) > 0.8
