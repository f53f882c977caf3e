"""What goes from a page before its post is read: other people's words, and the furniture."""

import pytest
import trafilatura
from lxml import html

from extract.reading import body, clutter

LONG = [
    f"Paragraph {number} tells what happened when we called them on {day}, who answered, what they promised to do, and "
    f"how long it took until somebody really did something about the broken {thing} in our kitchen at home."
    for number, (day, thing) in enumerate(
        [("Monday", "kettle"), ("Tuesday", "oven"), ("Wednesday", "tap"), ("Thursday", "fridge"), ("Friday", "lamp")]
    )
]
SHORT = ["The bakery on Mill Lane forgot my order on Monday, and again on Tuesday, and laughed.", "So I bake now."]
ONE = "I had the same trouble last year and nobody ever wrote back to me, so I shop at another place now, gladly."
TWO = "You should have asked for the manager straight away, they always find the money when the manager is called out."
WAYS = {
    "wordpress": """<div id="comments"><h3>2 thoughts on “Kettle”</h3><ol class="comment-list"><li class="comment"><div
class="comment-content"><p>{one}</p></div></li><li><p>{two}</p></li></ol></div>""",
    "wordpress list": """<ol class="commentlist"><li><cite>Ann</cite> says: <p>{one}</p></li><li><p>{two}</p></li></ol>""",
    "wordpress form": """<div id="respond"><p>{one}</p></div><section class="wp-block-comments"><p>{two}</p></section>""",
    "blogger": """<div class="comments" id="comments"><dl id="comments-block"><dt>Ann said...</dt><dd>{one}</dd><dt>Bo said...
</dt><dd>{two}</dd></dl></div>""",
    "blogger of today": """<section class="comments embed" data-num-comments="2" id="comments"><div id="comments-block-x"><p>
{one}</p><p>{two}</p></div></section>""",
    "disqus": """<div id="disqus_thread"><p>{one}</p><p>{two}</p></div><noscript>Please enable JavaScript to view the comments
powered by Disqus. {one}</noscript><a class="dsq-brlink">comments powered by Disqus</a>""",
    "substack": """<div id="discussion"><h4>Discussion about this post</h4><div class="comments-page"><div class="comment">
<p>{one}</p></div></div></div><div class="comment-list"><p>{two}</p></div>""",
    "substack without names": """<div class="pencraft"><h4>Discussion about this post</h4><div class="x1"><p>Ann, 3 days ago</p>
<p>{one}</p></div><div class="x1"><p>{two}</p><button>Reply</button></div></div>""",
    "medium": """<div class="responsesWrapper"><div class="x"><p>{one}</p></div></div><div class="js-responsesStreamWrapper"><p>
{two}</p></div>""",
    "medium of today": """<div class="ab q"><h2>Responses (2)</h2><div><p>Ann</p><p>2 years ago</p><pre>{one}</pre></div><div>
<p>{two}</p></div></div>""",
    "guestbook": """<table class="guestbook"><tr><td>{one}</td></tr><tr><td>{two}</td></tr></table>""",
    "guestbook without names": """<hr><a name="comments"></a><h3>Comments</h3><p><b>Ann</b> wrote: {one}</p><p><b>Bo</b>
wrote: {two}</p>""",
    "guestbook in breaks": """<hr><b>Guest book:</b><br><i>Ann</i> said: {one}<br><br><i>Bo</i> said: {two}<br>""",
    "movable type": """<h2 id="comments">Comments</h2><p>{one}</p><p class="posted">Posted by: Ann on May 3, 2004 at 9:14</p>
<p>{two}</p><p class="posted">Posted by: Bo | May 4, 2004 10:12 PM</p>""",
    "details": """<details class="comments"><summary>2 comments</summary><p>{one}</p><p>{two}</p></details>""",
}  # fmt: skip


def parse(inside: str) -> html.HtmlElement:
    page = trafilatura.load_html(f"<html><head><title>t</title></head><body>{inside}</body></html>")
    assert page is not None
    return page


def paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("told", [LONG, SHORT], ids=["long", "short"])
@pytest.mark.parametrize(
    "frame", ["<article>{}</article>{}", "<div class='entry-content'>{}{}</div>", "<div id='c'>{}{}</div>"]
)
def test_no_comment_is_in_the_text(way: str, told: list[str], frame: str) -> None:
    page = parse("<h1>Kettle</h1>" + frame.format(paragraphs(told), WAYS[way].format(one=ONE, two=TWO)))

    text = body.find(page, "Kettle")

    assert told[0] in text and told[-1] in text
    assert [words for words in (ONE, TWO, "Disqus", "said", "wrote") if words in text] == []


@pytest.mark.parametrize(
    "aside",
    [
        "<h3>UPDATE: they called</h3><p>A man called Ken said: we are sorry, and sent us a lamp.</p>",
        "<p><b>Update, two days later.</b> Ken wrote: we are sorry. He sent us a lamp.</p>",
        "<h3>What they said</h3><p>Ken said that a lamp would be sent.</p>",
        "<h3>Responses to my letter took</h3><p>Ken wrote: we are sorry.</p>",
        "<h3>Replies</h3><p>Ken wrote: we are sorry, and a lamp is on its way.</p>",
        "<h3>Thoughts</h3><p>As Ken said: a lamp is a lamp. As Bo said: it is not.</p>",
        "<h3>Comments</h3><p>The waiter was kind, the soup was warm and the bill was small.</p>",
    ],
)
def test_the_authors_own_sections_stay(aside: str) -> None:
    page = parse(f"<article>{paragraphs(LONG)}{aside}<p>That is all for now.</p></article>")

    clutter.drop_comments(page)

    assert page.text_content().endswith("That is all for now.")
    assert "Ken" in page.text_content() or "waiter" in page.text_content()
