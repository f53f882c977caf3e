"""Concordance: every place where a query's words stand, in one line with what is around them (keyword in context)."""

import json

import pandas as pd

from reports.interchange import project

AROUND = 60  # characters on each side
COLUMNS = ["post", "url", "blog", "published", "field", "start", "end", "left", "keyword", "right"]


def lines(posts: pd.DataFrame, texts: pd.DataFrame) -> pd.DataFrame:
    """One row a place, in the order of posts and places.

    `posts` has post, url, blog, published, title and matched (a JSON list of field, start, end, words), `texts` post and
    text. `start` and `end` count characters of the title or the text; the words around are cut and on one line.
    """
    held = dict(zip(texts["post"], texts["text"], strict=True))
    rows = []
    for post in posts.itertuples():
        for hit in json.loads(post.matched):
            text = str(post.title if hit["field"] == "title" else held[post.post])
            start, end = int(hit["start"]), int(hit["end"])
            left, right = text[max(0, start - AROUND) : start], text[end : end + AROUND]
            around = (project.line(left), project.line(text[start:end]), project.line(right))
            rows.append((post.post, post.url, post.blog, post.published, hit["field"], start, end, *around))
    return pd.DataFrame(rows, columns=COLUMNS)
