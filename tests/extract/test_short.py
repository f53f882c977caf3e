"""Posts of a few lines, on pages that hold far more than them."""

from datetime import UTC, datetime

import pytest

from extract.post import Entry, Page, Post
from extract.reading import article

NOW = datetime(2026, 1, 5, tzinfo=UTC)
POSTS = {
    "ten words": ["The bakery on Mill Lane forgot my order. Twice, really."],
    "one paragraph": [
        "They mended the pump on Tuesday, took nothing for it, and asked on Friday whether it still ran."
    ],
    "two paragraphs": [
        "Rang the gas people at nine. A woman called Petra knew the boiler by its number and sent a man before noon.",
        "He was done in ten minutes. I gave him a pear.",
    ],
    "sixty words": [
        "My parcel has been on a van in Norwich for six days now, if I believe the map they send me every morning.",
        "I have written to them twice and rung once, and each time a polite voice tells me that it will be here tomorrow.",
        "Tomorrow is a long word in Norwich, it seems. I will let you know.",
    ],
}
NEXT = ["How we lost the garden gate", "Seven soups for a wet week", "A walk to the lighthouse and back again"]
LINKS = "".join(f'<li><a href="/{n}.html">{name}</a></li>' for n, name in enumerate(NEXT))
CARDS = "".join(
    f'<article class="card"><h3><a href="/{n}">{name}</a></h3><p>{name}: it was a long story that began with rain, went on '
    "with a borrowed ladder, and had to end with a neighbour who knew somebody at the council.</p></article>"
    for n, name in enumerate(NEXT)
)
ABOUT = (
    "I write about houses, weather and the small troubles of a village shop, mostly on Sundays, and I never take money."
)
NOISE = (
    "Zinnia wrote that her cousin had the same thing happen in Leeds and that nobody there ever said sorry to anybody."
)
STYLES = {
    "wordpress": """<div id="page"><header id="masthead"><p class="site-title"><a href="/">Mill Notes</a></p>
<nav class="main-navigation"><ul>{links}</ul></nav></header><div id="primary"><main>
<article class="post hentry category-news tag-share"><header class="entry-header"><h1 class="entry-title">{title}</h1>
<div class="entry-meta">Posted on 3 May by <a href="/author">Jo</a></div></header><div class="entry-content">{post}
<div class="sharedaddy sd-sharing-enabled"><h3>Share this:</h3><ul><li><a href="#">Tweet</a></li></ul></div>
<div class="jp-relatedposts"><h3>Related</h3>{links}</div></div>
<footer class="entry-footer">Filed under news</footer></article>
<div id="comments" class="comments-area"><ol class="comment-list"><li class="comment"><p>{noise}</p></li></ol>
</div></main></div>
<aside class="widget-area"><section class="widget"><p>{about}</p></section></aside>
<footer>Powered by WordPress</footer></div>""",
    "blogger": """<div class="header"><h1 class="title"><a href="/">Mill Notes</a></h1><p>{about}</p></div>
<div class="main section"><div class="widget Blog" id="Blog1"><div class="blog-posts hfeed"><div class="post hentry">
<h3 class="post-title entry-title">{title}</h3><div class="post-body entry-content">{post}<div style="clear:both">
</div></div>
<div class="post-footer">Posted by Jo at 9:14 <a href="#">Email This</a><a href="#">BlogThis!</a></div></div></div>
<div class="comments" id="comments"><h4>1 comment:</h4><dl id="comments-block"><dt>Zinnia said...</dt>
<dd>{noise}</dd></dl></div>
</div></div><div id="sidebar-wrapper"><div class="widget Profile"><p>{about}</p></div><ul>{links}</ul></div>
<div id="footer-wrapper"><p>{about}</p></div>""",
    "ghost": """<header class="gh-head"><a href="/">Mill Notes</a></header><main class="site-main">
<article class="gh-article">
<header class="gh-article-header"><h1>{title}</h1><p class="gh-article-meta">3 May, 1 min read</p></header>
<section class="gh-content gh-canvas">{post}</section></article><section class="footer-cta">
<p>Enter your email and get
each post on the day it is written. No spam, and you can leave whenever you like.</p></section>
<section class="gh-comments"><p>{noise}</p></section><aside class="read-more-wrap">{cards}</aside></main>
<footer>{about}</footer>""",
    "jekyll": """<header class="site-header"><a href="/">Mill Notes</a></header><main class="page-content">
<article class="post h-entry"><header class="post-header"><h1 class="p-name">{title}</h1></header>
<div class="post-content e-content" itemprop="articleBody">{post}</div></article>
<section id="disqus_thread"><p>{noise}</p></section>
<noscript>Please enable JavaScript to view the comments.</noscript></main>
<footer class="site-footer"><p>{about}</p><ul>{links}</ul></footer>""",
    "tumblr": """<div id="header"><h1><a href="/">mill notes</a></h1><div id="description">{about}</div></div>
<div id="posts"><div class="post text"><h2><a href="/1">{title}</a></h2><div class="body-text">{post}</div>
<div class="meta">May 3rd <a href="#">reblog</a> 14 notes</div></div></div>
<ol class="notes"><li>zinnia said: <blockquote>{noise}</blockquote></li><li>otter likes this</li></ol>
<div id="side">{links}</div>""",
    "handmade": """<center><font size="5">Mill Notes</font></center><div id="menu">{links}{about}</div>
<div id="content"><h2>{title}</h2><p class="date"><i>3 May, Jo</i></p><div class="entry">{post}</div></div><hr>
<div class="guestbook"><p>{noise}</p></div><div id="footer">Best viewed at 1024 x 768. {about}</div>""",
    "medium": """<nav><a href="/">Open in app</a></nav><main><article><header><h1>{title}</h1></header>
<section>{post}</section>
<footer><button>Follow</button><p>{about}</p></footer></article><div class="js-responsesWrapper"><p>{noise}</p></div>
<section class="related">{cards}</section></main>""",
    "substack": """<div class="topbar"><a href="/">Mill Notes</a></div><div class="single-post">
<article class="newsletter-post post">
<div class="post-header"><h1 class="post-title">{title}</h1></div><div class="available-content">
<div class="body markup">{post}
<div class="subscription-widget-wrap"><p>Thanks for reading Mill Notes! Subscribe for free to receive new
posts.</p></div></div></div>
</article><div id="discussion"><h4>Discussion about this post</h4><div class="comments-page"><p>{noise}</p></div>
</div>
<div class="portable-archive">{cards}</div></div>""",
    "typepad": """<div id="banner"><h1><a href="/">Mill Notes</a></h1><h2>{about}</h2></div>
<div id="alpha">{about}{links}</div>
<div id="beta"><h2 class="date-header">3 May</h2><div class="entry"><h3 class="entry-header">{title}</h3>
<div class="entry-content">
<div class="entry-body">{post}</div></div><p class="entry-footer">Posted by Jo on 3 May | <a href="#">Permalink</a>
</p></div></div>""",
    "drupal": """<div id="header">{links}</div><div id="sidebar-left" class="sidebar">{about}</div><div id="main">
<h1>{title}</h1>
<div class="node node-blog"><div class="submitted">Submitted by Jo on 3 May</div>
<div class="field field-name-body">{post}</div>
<ul class="links"><li>Jo's blog</li><li>Log in to post</li></ul></div><div id="comments"><p>{noise}</p></div></div>
<p>{about}</p>""",
    "plain": """<nav>{links}</nav><main><article><h1>{title}</h1><p class="post-date">3 May</p>{post}</article></main>
<footer>{about}</footer>""",
    "modern": """<div class="css-1x"><div class="css-2y">{links}</div></div><main class="css-3z"><h1>{title}</h1>
<div class="css-4a">{post}</div></main><div class="css-5b">{about}</div>""",
    "hentry": """<div class="top">{links}</div><div class="post hentry" id="post-9"><h2>{title}</h2>
<small class="postmetadata">3 May</small>
{post}</div><div class="right">{about}</div>""",
}  # fmt: skip
# Pages that say nowhere where the post stands; only its feed knows.
UNNAMED = {
    "tables": """<table width="100%"><tr><td width="150" bgcolor="#cccccc"><ul>{links}</ul>{about}</td>
<td valign="top"><font size="4"><b>{title}</b></font><br>{post}</td></tr></table><center>
<font size="1">{about}</font></center>""",
    "divisions": """<div><div>{links}</div><div><h2>{title}</h2><div>3 May</div><div>{post}</div></div>
<div>{about}</div></div>""",
}
TITLE = "A note from the mill"


def markup(style: str, post: str) -> str:
    inside = (STYLES | UNNAMED)[style].format(
        title=TITLE, post=paragraphs(POSTS[post]), links=LINKS, cards=CARDS, about=ABOUT, noise=NOISE
    )
    return f"<html><head><title>{TITLE} | Mill Notes</title></head><body>{inside}</body></html>"


def paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def read(style: str, post: str, *, summary: str = "", content: str = "") -> Post:
    page = Page("http://mill.example/1", "http://mill.example/1", 200, (), markup(style, post).encode(), NOW)
    entry = Entry("http://mill.example/feed", "1", page.url, TITLE, "Jo", NOW, "", summary, content)
    found = article.read(page, entry)
    assert isinstance(found, Post), found
    return found


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("post", POSTS)
def test_a_page_alone_gives_the_post_and_nothing_around_it(style: str, post: str) -> None:
    found = read(style, post)

    assert (found.text, found.text_source) == ("\n".join(POSTS[post]), "page")
    assert article.read_html(markup(style, post).encode(), "").text == found.text


@pytest.mark.parametrize("style", [*STYLES, *UNNAMED])
@pytest.mark.parametrize("post", ["two paragraphs", "sixty words"])
def test_a_teaser_brings_nothing_from_around_the_post(style: str, post: str) -> None:
    teaser = " ".join(" ".join(POSTS[post]).split()[:15]) + " […]"

    assert read(style, post, summary=teaser).text == "\n".join(POSTS[post])


@pytest.mark.parametrize("style", [*STYLES, *UNNAMED])
@pytest.mark.parametrize("post", POSTS)
def test_full_content_is_the_text_of_record(style: str, post: str) -> None:
    found = read(style, post, content=paragraphs(POSTS[post]), summary="A note.")

    assert (found.text, found.text_source) == ("\n".join(POSTS[post]), "feed")


@pytest.mark.parametrize("style", [*STYLES, *UNNAMED])
@pytest.mark.parametrize("post", POSTS)
def test_a_description_that_holds_the_post_brings_nothing_else(style: str, post: str) -> None:
    assert read(style, post, summary=paragraphs(POSTS[post])).text == "\n".join(POSTS[post])


def test_an_introduction_is_not_taken_for_the_post() -> None:
    story = [f"On day {day} we waited for the van, and nobody came, " + "and we rang again, " * 9 for day in range(6)]
    page = f"<div class='entry-content'><p>It began well.</p></div><div class='x'>{paragraphs(story)}</div>"

    assert article.read_html(f"<html><body>{page}</body></html>".encode(), "").text.count("On day") == 6
