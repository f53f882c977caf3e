"""Finding the post's text in pages that mislead."""

import json

import pytest
import trafilatura
from lxml import html
from trafilatura import external

from extract.reading import body, clutter

STORY = [
    f"Paragraph {number} tells what happened when we called them on {day}, who answered, what they promised to do, and "
    f"how long it took until somebody really did something about the broken {thing} in our kitchen at home."
    for number, (day, thing) in enumerate(
        [("Monday", "kettle"), ("Tuesday", "oven"), ("Wednesday", "tap"), ("Thursday", "fridge"), ("Friday", "lamp")]
    )
]
COMMENT = "I had the same trouble last year and nobody ever wrote back to me, so I shop at another place now, gladly."


def parse(inside: str) -> html.HtmlElement:
    page = trafilatura.load_html(f"<html><head><title>t</title></head><body>{inside}</body></html>")
    assert page is not None
    return page


def _without_comments(page: html.HtmlElement) -> html.HtmlElement:
    clutter.drop_comments(page)
    return page


def paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


@pytest.mark.parametrize(
    "name",
    ["comments", "comment-list", "commentlist", "comments-area", "disqus_thread", "respond", "blog-comments", "replies",
     "wp-block-post-comments", "isso-thread", "Comments"],
)  # fmt: skip
@pytest.mark.parametrize("attribute", ["id", "class"])
def test_leaves_out_comments(name: str, attribute: str) -> None:
    page = parse(f"<article>{paragraphs(STORY)}</article><div {attribute}='x {name}'><p>{COMMENT}</p></div>")

    assert body.find(page, "") == "\n".join(STORY)


@pytest.mark.parametrize("name", ["has-comments", "comment-policy-post", "commented", "post", "content", "no-comments"])
def test_keeps_what_only_mentions_comments(name: str) -> None:
    assert not clutter.COMMENTS.fullmatch(name)


def test_keeps_a_post_that_calls_itself_comments() -> None:
    page = parse(f"<div class='comments'>{paragraphs(STORY)}</div>")

    assert STORY[0] in _without_comments(page).text_content()


def test_keeps_a_container_with_the_headline() -> None:
    page = parse(f"<div id='comments'><h1>Head</h1>{paragraphs(STORY)}</div>{paragraphs(STORY)}")

    assert len(_without_comments(page).findall(".//p")) == 10


def test_changes_no_page_it_is_given() -> None:
    page = parse(f"{paragraphs(STORY)}<div id='comments'>{COMMENT}</div>")
    before = html.tostring(page)

    body.find(page, "", STORY[0])

    assert html.tostring(page) == before


def test_joins_a_body_cut_by_advertisements() -> None:
    def part(lines: list[str]) -> str:
        return f"<div class='grid'><div class='body__part'>{paragraphs(lines)}</div><div class='ad'>Buy now</div></div>"

    filler = [line.replace("our kitchen", "their kitchen") for line in STORY]
    found = body.find(parse(f"<article>{part(STORY)}{part(filler)}</article>"), "")

    assert found.startswith(STORY[0])
    assert found.endswith(filler[-1])
    assert "Buy now" not in found


def test_does_not_join_nested_containers() -> None:
    inner = f"<div class='a'>{paragraphs(STORY)}</div>"
    page = parse(f"<div class='a'>{paragraphs(STORY)}{inner}</div>")

    assert body.find(page, "").count(STORY[0]) == 2


def test_starts_where_the_feed_says() -> None:
    page = parse(
        f"<article><p>Filed under tea, five minutes to read, by the house staff.</p>{paragraphs(STORY)}</article>"
    )

    assert body.find(page, "", STORY[0] + " […]") == "\n".join(STORY)


def test_is_not_moved_by_a_summary_from_the_end() -> None:
    found = body.find(parse(f"<article>{paragraphs(STORY)}</article>"), "", STORY[-1])

    assert found.startswith(STORY[0])


def test_takes_the_reading_that_has_the_feeds_opening() -> None:
    others = [f"Another post of this blog, with a story of its own about a shop, {line[-80:]}" for line in STORY]
    stated = json.dumps({"@type": "BlogPosting", "articleBody": " ".join(STORY)})
    page = parse(f'<script type="application/ld+json">{stated}</script><article>{paragraphs(others)}</article>')

    assert STORY[0] not in body.find(page, "")
    assert body.find(page, "", STORY[0] + " […]") == " ".join(STORY)


def test_is_content_with_a_page_that_lacks_the_feeds_opening() -> None:
    page = parse(f"<article>{paragraphs(STORY)}</article>")
    told = "Words of praise that an editor wrote for the feed and that stand nowhere in the page itself […]"

    assert body.find(page, "", told) == "\n".join(STORY)


def test_leaves_out_a_repeated_title() -> None:
    page = parse(f"<article><h2>The Kettle!</h2>{paragraphs(STORY)}</article>")

    assert body.find(page, "the kettle") == "\n".join(STORY)


def test_finds_nothing_in_an_empty_page() -> None:
    assert body.find(parse("<p></p>"), "t") == ""


def test_keeps_what_authors_add_and_quote() -> None:
    added = (
        "<h2>The second call</h2><blockquote><p>Dear customer, we regret.</p></blockquote>"
        "<ul><li>They promised a lamp.</li></ul><pre>ERROR 17</pre><p>She said <q>never again</q> and meant it.</p>"
        "<aside>UPDATE: they called, and all is well.</aside><div class='box'>A basket of fruit came, too, by post.</div>"
        "<p><b>Edit 2:</b> the lamp burns.</p>"
    )

    text = body.find(parse(f"<article>{paragraphs(STORY)}{added}</article>"), "")

    assert text.removeprefix("\n".join(STORY)).split("\n") == [
        "",
        "The second call",
        "Dear customer, we regret.",
        "- They promised a lamp.",
        "ERROR 17",
        "She said never again and meant it.",
        "UPDATE: they called, and all is well.",
        "A basket of fruit came, too, by post.",
        "Edit 2: the lamp burns.",
    ]


def test_a_menu_among_paragraphs_is_no_paragraph() -> None:
    menu = (
        "<div>Read <a href='/1'>how we lost the lamp and found it in the garden</a>.</div>"
        "<div class='share'>Tell it to all your friends now!</div>"
    )

    text = body.find(parse(f"<article>{paragraphs(STORY)}{menu}<p>The end of it.</p></article>"), "")

    assert text == "\n".join([*STORY, "The end of it."])


def test_what_the_feed_tells_decides_between_readings() -> None:
    others = [
        f"We walked to lighthouse number {number} in the rain with a borrowed umbrella, a flask of tea and a neighbour who had "
        "once lived there, and came home late with wet shoes, a stone for the window sill and nothing at all to complain about."
        for number in range(5)
    ]
    page = parse(f"<div class='entry-content'>{paragraphs(others)}</div><div><div>{paragraphs(STORY)}</div></div>")

    assert body.find(page, "") == "\n".join(others)
    assert STORY[0] in body.find(page, "", " ".join(STORY)[:400] + " […]")


def test_a_scrap_is_not_believed_whoever_agrees() -> None:
    items = "".join(f"<div><div>{line}</div></div>" for line in STORY)
    page = parse(f"<article class='entry-content'><p>{STORY[0]}</p><div>{items}</div></article>")

    assert all(line in body.find(page, "") for line in STORY)


def test_a_page_that_has_nothing_of_its_feed_is_read_without_lists_of_all_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(external, "JT_STOPLIST", None)  # as it is before anybody has asked for it
    told = " ".join(f"other{number}" for number in range(60))

    assert body.find(parse("<p>Nothing of the post stands here.</p>"), "A title", told)
    assert external.JT_STOPLIST is None
