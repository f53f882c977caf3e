"""From the store to a run's directory: frames, report, sidecar files and the manifest.

Nothing here depends on the clock or on the order in which rows came: same store, same study, same bytes.
"""

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pandas as pd
import sqlalchemy as sa

from analysis import causes, codebook, reading
from analysis.coding import Coding, Evidence
from extract import duplicates
from flows import store as storing
from flows.errors import TooLittleData, UsageError
from flows.reading import coder_version
from flows.schema import CODINGS, ENTRIES, FEEDS, MATCHES, POSTS
from flows.workspace import Workspace
from reports import exports, html
from reports.page import File, Report, Step

HOLDS = {
    "posts.parquet": "one row a matching post: address, date, genre, reaction",
    "codings.parquet": "post, cause, level, coder",
    "evidence.parquet": "every coded sentence with its position and rule",
    "report.json": "every number of the report",
}
POST_COLUMNS = ["post", "url", "title", "blog", "published", "language", "genre", "genre_reason", "reaction"]


def frames(space: Workspace) -> dict[str, pd.DataFrame]:
    """The study's three frames: posts, codings and evidence, in a fixed order. Columns as in docs/files.md."""
    rows = _coded(space)
    copies = duplicates.groups([(row["entry"], row["text"]) for row in rows])
    number = {row["entry"]: position for position, row in enumerate(rows, start=1)}
    posts, codings, evidence = [], [], []
    for row in rows:
        post, coding = number[row["entry"]], storing.coding_of(row["coding"])
        first = number[copies.get(row["entry"], row["entry"])]
        posts.append(_post(row, post, coding, first if first != post else None))
        if first != post or coding.genre != "experience":
            continue
        codings += [(post, row["blog"], cause, level, space.study.coder) for cause, level in coding.causes]
        told = dict(coding.causes)
        evidence += [_evidence(row, post, item, space.study.coder) for item in coding.evidence if item.code in told]
    frame = pd.DataFrame(posts, columns=[*POST_COLUMNS, "outcomes", "duplicate_of", "words"])
    return {
        "posts": frame.astype({"reaction": "Int64", "duplicate_of": "Int64"}),
        "codings": pd.DataFrame(codings, columns=["post", "blog", "cause", "level", "coder"]),
        "evidence": pd.DataFrame(evidence, columns=EVIDENCE_COLUMNS),
    }


def _coded(space: Workspace) -> list[storing.Row]:
    """Matching posts with their coding, one per address, oldest first."""
    study = space.study
    statement = (
        sa.select(POSTS, CODINGS.c.coding)
        .join(MATCHES, sa.and_(MATCHES.c.entry == POSTS.c.entry, MATCHES.c.query == study.query))
        .join(CODINGS, CODINGS.c.entry == POSTS.c.entry)
        .where(MATCHES.c.hits != "[]", CODINGS.c.coder == study.coder, CODINGS.c.version == coder_version())
    )
    rows = sorted(storing.select(space.store, statement), key=lambda r: (r["published"], r["url"], r["entry"]))
    unique = {row["url"]: row for row in reversed(rows)}
    spoken = [row for row in reversed(unique.values()) if study.language in ("", row["language"])]
    return sorted(spoken, key=lambda row: (row["published"], row["url"], row["entry"]))


def _post(row: storing.Row, post: int, coding: Coding, copy_of: int | None) -> tuple[object, ...]:
    head = (post, row["url"], row["title"], row["blog"], row["published"], row["language"])
    words = len(row["text"].split())
    return (*head, coding.genre, coding.genre_reason, coding.reaction, "|".join(coding.outcomes), copy_of, words)


EVIDENCE_COLUMNS = ["post", "url", "blog", "published", "cause", "level", "start", "end", "quote", "before", "after"]
EVIDENCE_COLUMNS += ["rule", "coder"]


def _evidence(row: storing.Row, post: int, item: Evidence, coder: str) -> tuple[object, ...]:
    spans = reading.sentences(row["text"])
    before = [row["text"][span.start : span.end] for span in spans if span.end <= item.start][-1:]
    after = [row["text"][span.start : span.end] for span in spans if span.start >= item.end][:1]
    head = (post, row["url"], row["blog"], row["published"], item.code, item.level, item.start, item.end, item.quote)
    return (*head, "".join(before), "".join(after), item.rule, coder)


def funnel(space: Workspace, frame: pd.DataFrame) -> list[Step]:
    """Coverage from feed items to ranked experiences, each step with what was left out and why."""
    states = storing.feed_states(space.store).values()
    failed = sum(state["outcome"] != "feed" for state in states)
    entries = storing.select(space.store, sa.select(sa.func.count().label("n")).select_from(ENTRIES))[0]["n"]
    read = storing.select(space.store, sa.select(POSTS.c.outcome, POSTS.c.url))
    reasons = Counter(row["outcome"] for row in read if row["outcome"] != "post")
    kept = frame[frame["duplicate_of"].isna()]
    told = kept[kept["genre"] == "experience"]
    genres = kept.loc[kept["genre"] != "experience", "genre"].value_counts().sort_index()
    return [
        Step("Feed items found", entries, f"{len(states)} feeds asked, {failed} failed"),
        Step("With readable text", sum(row["outcome"] == "post" for row in read), _listed(reasons) or "all readable"),
        Step("Match the query", len(frame), "the rest do not match, repeat an address or are in another language"),
        Step("After copies collapsed", len(kept), f"{len(frame) - len(kept)} copies of another post"),
        Step("First-hand experiences", len(told), _listed(Counter(genres.to_dict())) or "none set aside"),
    ]


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))


def report(space: Workspace) -> Report:
    """The report record of a study. Raises TooLittleData where no post was coded."""
    made = frames(space)
    steps = funnel(space, made["posts"])
    if made["posts"].empty:
        raise TooLittleData(_why_nothing(space, steps))
    posts = made["posts"][made["posts"]["duplicate_of"].isna()]
    told = posts[posts["genre"] == "experience"]
    days = [date.fromisoformat(text[:10]) for text in told["published"] if text]
    content = "".join(frame.to_json(orient="split") for frame in made.values())
    return Report(
        study=space.study.name, query=space.study.query, first=min(days, default=None), last=max(days, default=None),
        made=_as_of(space), posts=made["posts"], codings=made["codings"], evidence=made["evidence"],
        ranked=causes.rank(made["codings"], told, draws=space.study.draws),
        courtesy=causes.courtesy(told, made["codings"]), delight=causes.delight(told, made["codings"]),
        funnel=steps, genres={str(k): int(v) for k, v in posts["genre"].value_counts().sort_index().items()},
        codebook=codebook.default(), coder=f"{space.study.coder} {coder_version()}",
        run=sha256(content.encode()).hexdigest()[:12], files=[], note=space.study.note,
        command=f"rootfeed run {space.study.name}.toml",
    )  # fmt: skip


def _as_of(space: Workspace) -> date:
    """The day the newest entry was stored: a second run that brings nothing new keeps its bytes."""
    row = storing.select(space.store, sa.select(sa.func.max(ENTRIES.c.made).label("made")))[0]
    return date.fromisoformat(str(row["made"])[:10])


def _why_nothing(space: Workspace, steps: list[Step]) -> str:
    if not steps[0].count:
        asked = storing.select(space.store, sa.select(sa.func.count().label("n")).select_from(FEEDS))[0]["n"]
        return f"no posts: {asked} feeds asked, no item found; check the addresses with: rootfeed status"
    return f"no posts: {steps[1].count} readable posts, none matches {space.study.query!r}; widen the query"


def write(space: Workspace, out: Path) -> Path:
    """Write a run's directory; each file is complete or not there. Returns the report's path."""
    page = report(space)
    files = exports.EXPORTS["parquet"]({"posts": page.posts, "codings": page.codings, "evidence": page.evidence})
    rows = {"posts.parquet": page.posts, "codings.parquet": page.codings, "evidence.parquet": page.evidence}
    listed = [File(name, HOLDS[name], len(rows[name]), sha256(files[name]).hexdigest()) for name in sorted(files)]
    final = replace(page, files=listed)
    files["report.json"] = sidecar(final)
    files["report.html"] = html.render(final).encode()
    files["manifest.json"] = manifest(space, final, files)
    for name in sorted(files, key=lambda name: name == "report.html"):
        put(out / name, files[name])
    return out / "report.html"


def put(path: Path, content: bytes) -> None:
    """Write a file so that a kill leaves the old one or the new one. Raises UsageError naming the path."""
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        raise UsageError(f"{path}: cannot write ({error.strerror}); free space or choose another --out") from error


def sidecar(page: Report) -> bytes:
    """report.json: the numbers of the report."""
    ranked = json.loads(page.ranked.to_json(orient="records", double_precision=6))
    content = {
        "schema": "rootfeed-report/1", "run": page.run, "study": page.study, "query": page.query,
        "period": [day.isoformat() if day else None for day in (page.first, page.last)], "as_of": page.made.isoformat(),
        "genres": page.genres, "funnel": [{"step": s.name, "count": s.count, "left_out": s.why} for s in page.funnel],
        "causes": ranked, "courtesy": json.loads(page.courtesy.to_json(orient="records", double_precision=6)),
        "delight": json.loads(page.delight.to_json(orient="records", double_precision=6)), "note": page.note,
    }  # fmt: skip
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()


def manifest(space: Workspace, page: Report, files: dict[str, bytes]) -> bytes:
    """manifest.json: hashes of study, codebook, coder and files, counts at every step."""
    content = {
        "rootfeed": storing.VERSION, "run": page.run, "codebook": page.codebook.digest, "coder": page.coder,
        "study": space.study.model_dump(exclude={"proxy"}, mode="json"),
        "counts": {step.name: step.count for step in page.funnel},
        "files": {name: sha256(body).hexdigest() for name, body in sorted(files.items())},
    }  # fmt: skip
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()
