import pytest

from analysis.coders.genre import STORY as STORY_SIGNS
from analysis.coders.genre import Signs, genre, signs, story
from analysis.coders.matching import read, scan
from analysis.coders.rules import RULES

STORY = (
    "I ordered a lamp from Harrow in May. It came without a plug. I called the shop twice and was put on hold for "
    "half an hour. The woman said that they would send one. They never sent it, so I asked for a refund."
)
ADVICE = (
    "Companies should answer every customer within a day. You must train your staff and make sure that your support "
    "team can listen. Always thank your customers. Customer service is important: businesses that ignore it lose."
)
PROMO = (
    "FOR IMMEDIATE RELEASE. Northwind announces its innovative platform for contact centres. Register now for the "
    "webinar. The award-winning solution is the leading provider of the industry. For more information, contact us."
)
VENDOR = (
    "Last year our support team answered nine thousand tickets. We hire people who like to help our customers, and "
    "we measure how long our customers wait. Our staff sit next to our engineers in one room. In spring we built a "
    "second desk for our members."
)
NEWS = (
    "The regulator fined two carriers on Monday, according to the commission. The agency said on Tuesday that "
    "complaints rose by nine percent in the last quarter. A spokeswoman said the company announced that refunds follow."
)
OTHER = (
    "This release adds a new function to the parser. The config file has a new key, and the build script runs the "
    "tests. Install the package from the folder and run the command."
)
TEXTS = [
    ("experience", STORY),
    ("advice", ADVICE),
    ("promo", PROMO),
    ("vendor", VENDOR),
    ("news", NEWS),
    ("other", OTHER),
]


def of(text: str, title: str = "") -> tuple[str, str, float]:
    reading = read(text)
    return genre(title, reading, scan(reading, RULES))


@pytest.mark.parametrize(("kind", "text"), TEXTS, ids=[kind for kind, _ in TEXTS])
def test_a_text_of_each_kind_is_told_from_the_others(kind: str, text: str) -> None:
    assert of(text)[0] == kind


@pytest.mark.parametrize(("kind", "text"), TEXTS, ids=[kind for kind, _ in TEXTS])
def test_the_reason_counts_what_decided(kind: str, text: str) -> None:
    reason = of(text)[1]
    assert f"in {max(20, len(text.split()))} words" in reason


def test_a_text_without_any_dealing_of_the_author_is_no_story() -> None:
    assert of("Refund, repair, warranty, complaint.")[0] != "experience"


def test_an_empty_text_is_something_else() -> None:
    assert of("")[0] == "other"


def test_a_story_in_quotation_marks_is_not_the_authors() -> None:
    assert of("\n".join(f"> {line}." for line in STORY.split(". ")))[0] != "experience"


def test_a_story_within_a_long_post_is_found() -> None:
    assert of(f"The garden is late this spring. {STORY} The beans are up, and the rain has stopped.")[0] == "experience"


def plain(**changes: object) -> Signs:
    start = signs("", read("word " * 245), scan(read("word " * 245), RULES))
    assert {*STORY_SIGNS, "service"} == set(start.rate)
    return Signs(245, start.count, {**start.rate, **changes}, 0, 0.0)


def test_dealings_speak_for_a_story_and_talk_of_our_customers_against_it() -> None:
    assert story(plain(contact=2.0), 0) > story(plain(), 0) > story(plain(vendor=1.0), 0)


def test_the_title_speaks_too() -> None:
    texts = signs("How the repair desk lost my refund", read(STORY), scan(read(STORY), RULES))
    assert texts.title == 2
    assert story(texts, 0) > story(signs("A lamp", read(STORY), scan(read(STORY), RULES)), 0)


def test_one_is_counted_in_the_singular() -> None:
    assert of("I called the shop.")[1] == (
        "1 first-person word, 1 dealing with a company, 0 words of service in 20 words"
    )
    assert of("The shop.")[1] == "0 dealings of the author with a company in 20 words: too few"


def test_the_more_signs_the_surer_the_story() -> None:
    sure = [of(text)[2] for text in (OTHER, STORY, f"{STORY} {STORY}")]
    assert sorted(sure) == sure
    assert 0 < sure[0] < 0.5 < sure[1] < 1
