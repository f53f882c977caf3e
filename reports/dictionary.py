"""The data dictionary: every table that a run or an export holds, every column, what it means and what may stand in it.

It is written down here and nowhere else: docs/files.md shows it and a data package carries it.
"""

from reports.columns import (
    CAUSE,
    GENRE,
    INTEGER,
    LEVELS,
    MISSING,
    NUMBER,
    OUTCOME,
    TEXT,
    UNKNOWN,
    Column,
    Reference,
    Table,
)


def _key(meaning: str = "number in `posts.parquet`") -> Column:
    return Column("post", INTEGER, meaning, filled=True, least=1)


def _count(name: str, meaning: str) -> Column:
    return Column(name, INTEGER, meaning, filled=True, least=0)


POSTS_KEY: Reference = (("post",), "posts", ("post",))
REACTION = Column(
    "reaction", MISSING, "-2 to 2; missing where the post is no experience or tells none", least=-2, most=2
)
POSTS = Table(
    "posts",
    "a post that matches the query, copies and posts that are no experience too",
    (
        _key(
            "number of the post in this run, from 1; the key of the other tables. Another run may number otherwise: "
            "join runs by `url`"
        ),
        Column("url", TEXT, "address of the page, after redirects"),
        Column("title", TEXT, "title as the feed gives it, or else the page"),
        Column("blog", TEXT, "host without `www.`; the unit that the bootstrap draws"),
        Column("published", TEXT, "time of publication; empty where neither feed nor page states it", form="time"),
        Column("language", TEXT, "ISO 639 code, recognised from the text: two letters if it has them; empty for none"),
        Column("genre", TEXT, "`experience`, `vendor`, `advice`, `news`, `promo` or `other`", filled=True, codes=GENRE),
        Column("genre_reason", TEXT, "what the coder saw that made it this genre"),
        REACTION,
        Column(
            "outcomes",
            TEXT,
            "`leaves`, `recommends`, `stays`, `warns`, in this order and parted by a bar; empty for none",
            codes=OUTCOME,
            form="list",
        ),
        Column("duplicate_of", MISSING, "the `post` of which this one is a copy; missing for originals", least=1),
        _count("words", "length of the text in words"),
        Column(
            "matched",
            TEXT,
            "why the post matched the query: a JSON list of `field` (`title` or `text`), `start`, `end` (characters) and "
            "the `words` found there",
            filled=True,
            form="JSON",
        ),
        Column("company", TEXT, "the company that the post's story is about; empty where it names none"),
        Column(
            "chance",
            UNKNOWN,
            "where people are the coder: the post's chance to be drawn for coding; shares weigh it by 1 / `chance`",
            least=0,
            most=1,
        ),
    ),
    key=("post",),
    points=((("duplicate_of",), "posts", ("post",)),),
)
CODINGS = Table(
    "codings",
    "a post and a cause that it tells of",
    (
        _key(),
        Column("blog", TEXT, "host of the post, again, for grouping"),
        Column("cause", TEXT, "id of the cause in the codebook", filled=True, codes=CAUSE),
        Column("level", TEXT, "`failed`, `met`, `exceeded` or `mixed`", filled=True, among=LEVELS),
        Column("coder", TEXT, "who coded, as the study file names it", filled=True),
    ),
    key=("post", "cause"),
    points=(POSTS_KEY,),
)
EVIDENCE = Table(
    "evidence",
    "a sentence on which a code rests",
    (
        _key(),
        Column("url", TEXT, "address of the page"),
        Column("blog", TEXT, "host of the post"),
        Column("published", TEXT, "time of publication, or empty", form="time"),
        Column("cause", TEXT, "id of the cause", filled=True, codes=CAUSE),
        Column(
            "level",
            TEXT,
            "level that this sentence speaks for; not always that of the whole post",
            filled=True,
            among=LEVELS,
        ),
        _count("start", "first character of the quote in the post's text"),
        _count("end", "the character after its last"),
        Column("quote", TEXT, "the words themselves, verbatim; empty where their author wants them quoted nowhere"),
        Column("before", TEXT, "the sentence before it, or empty"),
        Column("after", TEXT, "the sentence after it, or empty"),
        Column("rule", TEXT, "name of the rule that found it"),
        Column(
            "strength",
            NUMBER,
            "0 to 1: how likely a reader finds that this sentence, in its post, tells of this cause at this level",
            filled=True,
            least=0,
            most=1,
        ),
        Column("coder", TEXT, "who coded", filled=True),
    ),
    points=(POSTS_KEY, (("post", "cause"), "codings", ("post", "cause"))),
)
FUNNEL = Table(
    "funnel",
    "a step from feed item to experience",
    (
        Column("step", TEXT, "step from feed item to experience", filled=True),
        _count("count", "items left after it"),
        Column("why", TEXT, "what it left out, counted by reason"),
    ),
    key=("step",),
)
TEXTS = Table(
    "texts",
    "the text of a post, in which the positions of matches and evidence count",
    (_key(), Column("text", TEXT, "the text as it was coded", filled=True)),
    key=("post",),
    points=(POSTS_KEY,),
)
COVERAGE = Table(
    "coverage",
    "a source, a source family, or all",
    (
        Column("kind", TEXT, "`source`, `family` or `all`", filled=True, among=("source", "family", "all")),
        Column("name", TEXT, "address of the feed, name of the family, or `all`", filled=True),
        Column(
            "family",
            TEXT,
            "how the source came into the study: `named`, `opml:FILE`, `search:TEMPLATE`; `other` for feeds that only the "
            "store holds",
        ),
        _count("found", "items that it brought"),
        _count("only", "those that no other row of the kind brought"),
        _count("fetched", "those whose page was had"),
        _count("readable", "those with text"),
        _count("framed", "those of them in the study's language and period"),
        _count("matched", "those of them that match the query"),
        _count("duplicate", "those of them that are another post again: of the same address, or a copy"),
        _count("coded", "those that match and are coded, copies too"),
        _count("experience", "different posts among them that tell an experience"),
    ),
    key=("kind", "name"),
)
MISSED = Table(
    "missed",
    "an estimate of how many matching posts there are in all",
    (
        Column("families", TEXT, "the families compared, parted by a bar", filled=True),
        Column(
            "method",
            TEXT,
            "`Chapman`, `Chao, lower bound` or `log-linear`; docs/collecting.md names their sources and what they assume",
        ),
        _count("found", "different matching posts that these families brought"),
        Column("total", UNKNOWN, "estimate of how many there are; empty where `why_not` says why", least=0),
        Column("low", UNKNOWN, "lower bound of its 95 % range", least=0),
        Column("high", UNKNOWN, "upper bound", least=0),
        Column("missed", UNKNOWN, "`total` less `found`", least=0),
        Column("why_not", TEXT, "why there is no estimate, mostly too small an overlap; else empty"),
    ),
    key=("families",),
)
HAND = Table(
    "hand",
    "an answer of one coder about one code of one post of the study's sample",
    (
        Column("key", TEXT, "name of the post on the coding sheets", filled=True),
        Column("post", MISSING, "number in `posts.parquet`; missing where the post is no longer in the study", least=1),
        Column("blog", TEXT, "host of the post"),
        Column("chance", NUMBER, "its chance, 0 to 1, to be drawn into the sample", filled=True, least=0, most=1),
        Column(
            "who",
            TEXT,
            "`people` for the one coding that stands for all of them, `decided` for what was adjudicated, `coder` for the "
            "study's coder, `p1`, `p2`, ... for single persons",
            filled=True,
        ),
        Column("code", TEXT, "`genre`, `reaction`, a cause or an outcome", filled=True),
        Column(
            "answer",
            TEXT,
            "genre; reaction; level of a cause or `-`; `told` or `-` for an outcome. A code that was abstained from has no "
            "row",
            filled=True,
        ),
    ),
    key=("key", "who", "code"),
    points=(POSTS_KEY,),
)
BEFORE = Table(
    "before",
    'a post and a cause of the report before, `""` for a post without any',
    (
        Column("url", TEXT, "address of the page"),
        Column("post", TEXT, "blog, title and time: the name of a post without an address", filled=True),
        Column("blog", TEXT, "host of the post"),
        Column("genre", TEXT, "as in `posts.parquet`", filled=True, codes=GENRE),
        Column("reaction", MISSING, "-2 to 2", least=-2, most=2),
        Column("cause", TEXT, "id of the cause, or empty", codes=CAUSE),
        Column("level", TEXT, "its level, or empty", among=LEVELS),
        Column("weight", NUMBER, "1 / `chance`, 1 where posts were not drawn", filled=True, least=1),
    ),
)
TABLES = {table.name: table for table in (POSTS, CODINGS, EVIDENCE, FUNNEL, TEXTS, COVERAGE, MISSED, HAND, BEFORE)}
