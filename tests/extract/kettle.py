"""A post about a kettle, as its page and as an item of its feed."""

from datetime import UTC, datetime

from extract.post import Entry, Failure, Page, Post

NOW = datetime(2026, 1, 5, tzinfo=UTC)
STORY = [
    "We bought the kettle in March and it never switched itself off, not even once in all those weeks.",
    "I wrote to their support on a Friday night and did not expect to hear anything before Monday morning.",
    "An hour later somebody called Mira answered, asked two good questions and sent a new one by courier.",
    "It stood at our door on Saturday, and the note inside the box was written by hand and signed.",
]
PAGE = """<!DOCTYPE html><html lang="en"><head><title>The kettle | Tea Diary</title></head><body>
<nav><a href="/">Home</a> <a href="/about">About this blog</a></nav>
<article><h1>The kettle</h1><p class="byline">By Jo Doe</p><time datetime="2024-03-05">5 March</time>
<div class="entry-content">{story}</div></article>
<div id="comments"><h2>2 comments</h2><p>{comment}</p></div><footer>Copyright 2024 Tea Diary</footer></body></html>"""
COMMENT = "Same here, they ignored my letters for a whole year and I will never buy anything from them again."


def page(story: list[str] = STORY, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> Page:
    body = PAGE.format(story="".join(f"<p>{line}</p>" for line in story), comment=COMMENT)
    return Page("http://tea.example/k", "http://www.tea.example/kettle", status, headers, body.encode(), NOW)


def entry(summary: str = "", content: str = "", *, url: str = "http://tea.example/k", told: bool = True) -> Entry:
    title, author, published = ("Kettle &amp; co", "Ann", NOW) if told else ("", "", None)
    return Entry("http://tea.example/feed", "g", url, title, author, published, "", summary, content)


def post(result: Post | Failure) -> Post:
    assert isinstance(result, Post), result
    return result
