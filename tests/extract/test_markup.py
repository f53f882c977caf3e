"""What a page's markup tells of its post, and what stands in the post's element without being of it."""

import pytest
from lxml import html

from extract.reading import markup

STORY = [
    f"On {day} we rang them again about the {thing}, and a man who gave his name as {name} wrote down all that we said, read "
    "it back to us without a mistake, and promised that somebody would come before the week was over, which nobody did."
    for day, thing, name in [("Monday", "kettle", "Abel"), ("Tuesday", "oven", "Bea"), ("Friday", "lamp", "Cato")]
]
TEASER = "A walk to the lighthouse and back again, with rain, a borrowed ladder and a neighbour who knew the council."


def paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def read(inside: str) -> str:
    return markup.read(html.document_fromstring(f"<html><body>{inside}</body></html>")).text


@pytest.mark.parametrize("name", ["entry-content", "post-body", "ArticlePage-articleBody", "blogText", "x-rich-text"])
def test_a_name_tells_where_the_post_is(name: str) -> None:
    cards = f"<div><h3>Soup</h3><p>{TEASER}</p></div>" * 3

    assert read(f"<div><p>{TEASER}</p></div><div class='{name}'>{paragraphs(STORY)}</div>{cards}") == "\n".join(STORY)


def test_without_a_name_it_is_where_the_prose_is() -> None:
    menu = "<div><a href='/1'>Home</a> <a href='/2'>About</a></div>"

    assert read(f"<div>{menu}<div><div>{paragraphs(STORY)}</div><div>Next</div></div></div>") == "\n".join(STORY)


def test_parts_of_a_body_that_advertisements_cut_are_put_together() -> None:
    parts = "".join(
        f"<div><div class='article-body'>{paragraphs([line])}</div><div>Buy now, pay later</div></div>"
        for line in STORY
    )

    assert read(parts) == "\n".join(STORY)


def test_a_widget_that_holds_the_post_is_no_furniture() -> None:
    assert read(
        f"<div class='my-widget'>{paragraphs(STORY)}</div><div class='widget'><p>{TEASER}</p></div>"
    ) == "\n".join(STORY)


def test_cards_within_the_body_are_not_the_post() -> None:
    cards = f"<article><p>{TEASER}</p></article>" * 2

    assert read(f"<div class='entry-content'>{paragraphs(STORY)}{cards}</div>") == "\n".join(STORY)


@pytest.mark.parametrize(
    "aside",
    [
        "<p>Read more: how we lost the garden gate</p>",
        "<p>Related: seven soups for a wet week</p>",
        "<p>Photo: A. Doe</p>",
        "<p>The mill in May (Photo: A. Doe)</p>",
        "<p>Sign up for our letter and never miss a post.</p>",
        "<p>Posted by Jo on 3 May in news</p>",
        "<p>Share</p>",
        "<p><a href='/1'>How we lost the garden gate last year</a></p>",
        "<ul><li><a href='/1'>How we lost the garden gate</a></li><li><a href='/2'>Seven soups for a week</a></li></ul>",
        "<figure><figcaption>The kettle on the day that it came.</figcaption></figure>",
        "<div class='wp-caption-text'>The kettle on the day that it came.</div>",
        "<h2>Related posts</h2><p>How we lost it</p><div><p>Soups for weeks</p></div>",
        "<h3>You may also like</h3><div><p>Seven soups</p></div>",
        "<div class='newsletter'><p>Every Friday in your letter box, no spam.</p></div>",
        "<h2>A heading over nothing</h2>",
    ],
)
def test_calls_captions_and_lists_of_links_are_left_out(aside: str) -> None:
    assert read(f"<div class='entry-content'>{paragraphs(STORY)}{aside}</div>") == "\n".join(STORY)


@pytest.mark.parametrize(
    "line",
    [
        "UPDATE: they rang, and all is well.",
        "By Friday I had rung them four times.",
        "Related to this, the lamp broke as well.",
        "Contents of the box: one lamp, in pieces, and no note.",
        "Published prices were not what we paid.",
        "Loading the van took them an hour and a half.",
        "I will follow the kettle wherever it goes.",
        "She told me to read more carefully next time.",
        "Posted on social media by their own people, the notice made things worse.",
    ],
)
def test_what_an_author_says_is_kept(line: str) -> None:
    assert read(f"<div class='entry-content'>{paragraphs([STORY[0], line, STORY[1]])}</div>").split("\n")[1] == line


def test_a_table_of_contents_takes_nothing_with_it() -> None:
    contents = "<p>Contents</p><ul><li>The first call we made</li><li>The second</li></ul>"

    assert read(f"<div class='entry-content'>{contents}{paragraphs(STORY)}</div>") == "\n".join(STORY)


def test_a_post_of_links_keeps_them() -> None:
    links = [f"<li><a href='/{n}'>A story worth your while, number {n}</a></li>" for n in range(9)]

    assert (
        read(
            f"<div class='entry-content'><p>Links for a wet Sunday, all good.</p><ul>{''.join(links)}</ul></div>"
        ).count("worth")
        == 9
    )


def test_code_keeps_its_lines_and_items_their_dashes() -> None:
    code = "<pre>if lamp:\n    ring()</pre><ul><li>one lamp</li></ul>"

    assert read(f"<div class='entry-content'>{paragraphs(STORY)}{code}</div>").split("\n")[3:] == [
        "if lamp:",
        "    ring()",
        "- one lamp",
    ]


def test_a_post_in_an_element_named_caption_is_no_caption() -> None:
    assert read(f"<div class='post'><div class='caption body-text'>{paragraphs(STORY[:1])}</div></div>") == STORY[0]


def test_says_how_much_of_the_page_it_found() -> None:
    page = html.document_fromstring(
        f"<div class='entry-content'>{paragraphs(STORY)}</div><div>{paragraphs(STORY)}</div>"
    )

    assert markup.read(page).share == pytest.approx(0.5)
    assert markup.read(html.document_fromstring("<p></p>")).text == ""
