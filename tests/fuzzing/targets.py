"""The edges by name. A target takes any bytes and returns; what it raises, but for errors of our own naming, is a finding."""

from collections.abc import Callable

from tests.fuzzing import fetched, handed

Target = Callable[[bytes], None]
TABLE: dict[str, Target] = {
    "address": fetched.address,
    "answer": fetched.answer,
    "codebook": handed.book,
    "crate": handed.crate,
    "date": fetched.moment,
    "discovery": fetched.find,
    "feed": fetched.feed,
    "headers": fetched.headers,
    "hub": fetched.hub,
    "index": handed.index,
    "labelstudio": handed.tasks,
    "note": handed.note,
    "opml": fetched.listed,
    "pack": handed.pack,
    "page": fetched.read_page,
    "qde": handed.qde,
    "query": handed.asked,
    "record": handed.records,
    "refi": handed.refi,
    "reply": fetched.reply,
    "robots": fetched.rules,
    "rows": handed.rows,
    "sheet": handed.sheet,
    "sitemap": fetched.sitemap,
    "study": handed.study,
    "warc": handed.warcs,
}
