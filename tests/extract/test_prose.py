"""HTML as plain text."""

import pytest

from extract.reading import prose


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("plain  words\n\nhere", "plain words\nhere"),
        ("<p>one</p><p>two<br>three</p>", "one\ntwo\nthree"),
        ("a &amp; b &lt;c&gt;", "a & b <c>"),
        ("<script>bad()</script>good<style>p{}</style>", "good"),
        ("<ul><li>a<li>b</ul>", "a\nb"),
        ("<!-- note -->seen", "seen"),
        ("nul\x00 and &#0; and \ud800<b>x</b>", "nul and � and x"),
        ("<p>one line\nthat goes on</p>", "one line that goes on"),
        ("<p>a</p><pre>x = 1\ny = 2</pre>\nb\nc", "a\nx = 1\ny = 2\nb c"),
        ("two lines\nof <b>plain</b> text", "two lines\nof plain text"),
        ("<h2>UPDATE</h2><blockquote>they called</blockquote>", "UPDATE\nthey called"),
        ("<", "<"),
        ("", ""),
    ],
)
def test_makes_plain_text_of_a_feeds_html(markup: str, text: str) -> None:
    assert prose.plain(markup) == text
