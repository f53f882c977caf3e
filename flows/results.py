"""From the store to a run's directory: report, sidecar files and the manifest.

Nothing here depends on the clock: same store, same study, same bytes.
"""

import json
from dataclasses import asdict, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from shlex import quote

import sqlalchemy as sa

from analysis import causes
from analysis.codebook import CAUSES
from flows import checking, coders, pending, rows
from flows import store as storing
from flows.errors import TooLittleData, UsageError
from flows.frames import Frames, frames
from flows.schema import ENTRIES, FEEDS
from flows.workspace import Workspace
from reports import exports, html
from reports.page import File, Report

HOLDS = {
    "posts.parquet": "one row a matching post: address, date, genre, reaction",
    "codings.parquet": "post, cause, level, coder",
    "evidence.parquet": "every coded sentence with its position and rule",
    "report.json": "every number of the report",
}


def report(space: Workspace) -> Report:
    """The report record of a study. Raises TooLittleData where no post tells an experience."""
    made = frames(space)
    posts = made.posts[made.posts["duplicate_of"].isna()]
    told = posts[posts["genre"] == "experience"]
    if told.empty:
        raise TooLittleData(_why_nothing(space, made))
    weights = {post: 1 / chance for post, chance in made.chances.items()}
    weighed = told.assign(weight=told["post"].map(weights)) if weights else told
    days = [date.fromisoformat(text[:10]) for text in told["published"] if text]
    known = {code.id for code in space.book.of(*CAUSES)}
    check = checking.check(space)
    left = [one.code for one in check.codes if one.why_not] if check else []
    doubted = made.codings["cause"].isin(left)
    content = "".join(frame.to_json(orient="split") for frame in made.tables.values())
    return Report(
        study=space.study.title or space.study.name, query=space.study.query,
        first=min(days, default=None), last=max(days, default=None),
        made=_as_of(space), posts=made.posts, codings=made.codings, evidence=made.evidence,
        ranked=causes.rank(made.codings[~doubted], weighed, draws=space.study.draws),
        unranked=causes.rank(made.codings[doubted], weighed, draws=space.study.draws), check=check, weights=weights,
        courtesy=causes.courtesy(told, made.codings, known), delight=causes.delight(told, made.codings, known),
        funnel=made.funnel, genres={str(k): int(v) for k, v in posts["genre"].value_counts().sort_index().items()},
        codebook=space.book, coder=coders.label(space.study, space.book),
        run=sha256(content.encode()).hexdigest()[:12], files=[], note=space.study.note,
        command=_again(space), draws=space.study.draws,
    )  # fmt: skip


def _again(space: Workspace) -> str:
    """The command that makes this page again from what is stored, whatever query the study file now holds."""
    return f"rootfeed run {space.study.name}.toml --offline --query {quote(space.study.query)}"


def _as_of(space: Workspace) -> date:
    """The day the newest entry was stored: a second run that brings nothing new keeps its bytes."""
    return date.fromisoformat(str(storing.scalar(space.store, sa.select(sa.func.max(ENTRIES.c.made))))[:10])


def _why_nothing(space: Workspace, made: Frames) -> str:
    found, readable, framed, hits = (step.count for step in made.funnel[:4])
    if not found:
        asked = storing.scalar(space.store, sa.select(sa.func.count()).select_from(FEEDS))
        return f"no posts: of {asked} feed{'s' * (asked != 1)} asked none brought an item; add feeds to the study"
    if not framed:
        return (
            f"no posts: {readable} readable posts, {made.funnel[2].why}; change language, since or until in the study"
        )
    if pending.unmatched(space.store) or space.study.query not in rows.queries(space.store):
        return f"no posts yet: {space.study.query!r} was not tried on all posts; run: rootfeed code STUDY.toml"
    if not hits:
        return f"no posts: none of {framed} readable posts matches {space.study.query!r}; widen the query"
    if made.posts.empty:
        return f"no posts: {hits} posts match but none is coded yet; run: rootfeed code STUDY.toml"
    return f"{hits} posts match, none tells an experience: {made.funnel[5].why}; widen the query or add feeds"


def write(space: Workspace, out: Path) -> Path:
    """Write a run's directory; each file is complete or not there. Returns the report's path."""
    page = report(space)
    tables = {"posts": page.posts, "codings": page.codings, "evidence": page.evidence}
    files = {**exports.EXPORTS["parquet"](tables), "report.json": sidecar(page)}
    held = {f"{name}.parquet": len(table) for name, table in tables.items()} | {"report.json": len(page.ranked)}
    listed = [File(name, HOLDS[name], held[name], sha256(files[name]).hexdigest()) for name in HOLDS]
    files["report.html"] = html.render(replace(page, files=listed)).encode()
    files["manifest.json"] = manifest(space, page, files)
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
        "causes": ranked, "unranked": json.loads(page.unranked.to_json(orient="records", double_precision=6)),
        "agreement": _agreement(page), "courtesy": json.loads(page.courtesy.to_json(orient="records", double_precision=6)),
        "delight": json.loads(page.delight.to_json(orient="records", double_precision=6)), "note": page.note,
    }  # fmt: skip
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()


def _agreement(page: Report) -> dict[str, object] | None:
    """The check of the coder; a figure that cannot be told is null."""
    if page.check is None:
        return None
    codes = [{key: None if value != value else value for key, value in asdict(one).items()} for one in page.check.codes]
    return {**asdict(page.check), "codes": codes}


def manifest(space: Workspace, page: Report, files: dict[str, bytes]) -> bytes:
    """manifest.json: hashes of study, codebook, coder and files, counts at every step."""
    content = {
        "rootfeed": storing.VERSION, "run": page.run, "codebook": page.codebook.digest, "coder": page.coder,
        "study": space.study.model_dump(exclude={"proxy", "store"}, mode="json"),
        "counts": {step.name: step.count for step in page.funnel},
        "files": {name: sha256(body).hexdigest() for name, body in sorted(files.items())},
    }  # fmt: skip
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()
