"""A study as a Frictionless Data Package: CSV files, and beside them what each table and column means and may hold.

Written after Data Package 2.0 (https://datapackage.org/standard/data-package/, table schema and all), in the parts that
readers of version 1 take too. Meanings, types and bounds are those of the data dictionary.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import pandas as pd

from analysis.codebook import CAUSES, Codebook
from reports import exports
from reports.columns import CAUSE, GENRE, OUTCOME, Column, Reference, Table
from reports.dictionary import TABLES

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
LICENCE = {  # the name is that of the Open Definition's list (https://opendefinition.org/licenses/api/)
    "name": "other-closed",
    "title": "Titles, texts and quotes belong to the people who wrote them and are no open data: copyright and data "
    "protection law hold for them. Numbers and codes were made by the study.",
}
ABOUT = (
    "Blog posts that match a query, coded for what they say of service. Each row of codings rests on rows of evidence, whose "
    "positions count Unicode characters of the text from 0, the end exclusive. Text that a spreadsheet would run as a formula "
    "has an apostrophe in front, also inside a text behind `;`, a tab or a line break."
)
KINDS = {GENRE: (GENRE,), CAUSE: CAUSES, OUTCOME: (OUTCOME,)}
FORMS = {"time": "datetime", "JSON": "array"}
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Origin:
    """What a package says of where it comes from: the study, the run's digits, and who coded by which codebook."""

    name: str
    title: str
    query: str
    run: str
    coder: str
    book: Codebook


def files(origin: Origin, frames: Mapping[str, pd.DataFrame]) -> dict[str, bytes]:
    """`datapackage.json` and the CSV files that it describes, by name. Every frame is in the data dictionary."""
    tables = exports.csv(frames)
    resources = [_resource(TABLES[name], tables[f"{name}.csv"], origin.book, set(frames)) for name in frames]
    told = {
        "$schema": PROFILE,
        "name": re.sub(r"[^a-z0-9._-]", "-", origin.name.lower()),
        "title": origin.title,
        "description": ABOUT,
        "licenses": [LICENCE],
        "sources": _sources(frames["posts"]),
        "query": origin.query,
        "run": origin.run,
        "coder": origin.coder,
        "codebook": {"id": origin.book.id, "version": origin.book.version, "sha256": origin.book.digest},
        "resources": resources,
    }
    return {"datapackage.json": (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode(), **tables}


def _sources(posts: pd.DataFrame) -> list[Json]:
    """The blogs whose posts these are, each with the beginning of an address of its own."""
    first = posts[posts["url"] != ""].drop_duplicates("blog").sort_values("blog")
    starts = first["url"].str.extract(r"^(https?://[^/?#]+)", expand=False).fillna("")
    found = zip(first["blog"], starts, strict=True)
    return [{"title": blog, "path": f"{start}/"} if start else {"title": blog} for blog, start in found]


def _resource(table: Table, body: bytes, book: Codebook, known: set[str]) -> Json:
    return {
        "name": table.name,
        "type": "table",
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(body),
        "hash": f"sha256:{sha256(body).hexdigest()}",
        "description": f"One row is {table.row}.",
        "schema": _schema(table, book, known),
    }


def _schema(table: Table, book: Codebook, known: set[str]) -> Json:
    schema: Json = {"fields": [_field(column, book) for column in table.columns], "missingValues": [""]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    if points := [_pointer(table, one) for one in table.points if one[1] in known]:
        schema["foreignKeys"] = points
    return schema


def _pointer(table: Table, point: Reference) -> Json:
    columns, other, theirs = point
    resource = "" if other == table.name else other  # "" is the table itself
    return {"fields": list(columns), "reference": {"resource": resource, "fields": list(theirs)}}


def _field(column: Column, book: Codebook) -> Json:
    plain = column.type.partition(" ")[0]
    kind = FORMS.get(column.form) or ("string" if plain == "text" else plain)
    limits: Json = {"required": True} if column.filled else {}
    limits |= {
        name: bound for name, bound in (("minimum", column.least), ("maximum", column.most)) if bound is not None
    }
    words = column.among or _codes(column, book)
    if column.form == "list":
        one = "|".join(map(re.escape, words))
        limits["pattern"] = rf"^({one})(\|({one}))*$"
    elif words:
        limits["enum"] = list(words)
    return {
        "name": column.name,
        "type": kind,
        "description": column.meaning,
        **({"constraints": limits} if limits else {}),
    }


def _codes(column: Column, book: Codebook) -> Sequence[str]:
    return [code.id for code in book.of(*KINDS[column.codes])] if column.codes else ()
