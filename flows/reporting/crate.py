"""The metadata of a pack as RO-Crate 1.1 (https://w3id.org/ro/crate/1.1): JSON-LD that repositories of research read."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, unquote

from flows import versions
from flows.database.store import VERSION
from flows.reporting import manifest
from flows.settings import Study

CONTEXT = "https://w3id.org/ro/crate/1.1/context"
PROFILE = "https://w3id.org/ro/crate/1.1"
SOFTWARE, RUN, LICENCE = "#rootfeed", "#run", "#licence"
KINDS = {
    ".html": "text/html",
    ".json": "application/json",
    ".csv": "text/csv",
    ".gz": "application/warc",
    ".cdxj": "text/plain",
    ".toml": "application/toml",
    ".sqlite": "application/vnd.sqlite3",
    ".parquet": "application/vnd.apache.parquet",
    ".atom": "application/atom+xml",
}
OTHER = "application/octet-stream"
TERMS = "Posts belong to their authors; for research, not for publication as a whole."
Entity = dict[str, Any]  # JSON-LD
ABOUT: Entity = {
    "@id": "ro-crate-metadata.json",
    "@type": "CreativeWork",
    "conformsTo": {"@id": PROFILE},
    "about": {"@id": "./"},
}


@dataclass(frozen=True, slots=True)
class File:
    """A file of a pack: its path in it, its size in bytes, its SHA-256 in hex digits."""

    name: str
    size: int
    sha256: str


def digest(content: bytes) -> str:
    """SHA-256 in hex digits."""
    return sha256(content).hexdigest()


@dataclass(frozen=True, slots=True)
class Made:
    """The report of a pack: the digits of its run, the day on which its newest item was stored, the folder of its files."""

    run: str
    day: str
    folder: str


def metadata(study: Study, made: Made, files: Sequence[File]) -> bytes:
    """`ro-crate-metadata.json` of a study, whose date is the report's: the same study makes the same crate."""
    root: Entity = {
        "@id": "./",
        "@type": "Dataset",
        "name": study.title or study.name,
        "identifier": study.name,
        "description": f"A study of blog posts that match: {study.query}",
        "datePublished": made.day,
        "license": {"@id": LICENCE},
        "hasPart": [{"@id": _id(file)} for file in files],
        "mentions": [{"@id": SOFTWARE}, {"@id": RUN}],
    }
    licence = {"@id": LICENCE, "@type": "CreativeWork", "name": "Terms of use", "description": TERMS}
    graph = {"@context": CONTEXT, "@graph": [ABOUT, root, licence, _software(), _run(made, files), *map(_part, files)]}
    return (json.dumps(graph, indent=1, ensure_ascii=False) + "\n").encode()


def _id(file: File) -> str:
    """A path as JSON-LD names it."""
    return quote(file.name)


def _part(file: File) -> Entity:
    return {
        "@id": _id(file),
        "@type": "File",
        "contentSize": str(file.size),
        "sha256": file.sha256,
        "encodingFormat": KINDS.get(PurePosixPath(file.name).suffix, OTHER),
    }


def _software() -> Entity:
    code = ", ".join(f"{package} {versions.of(package)}" for package in manifest.PACKAGES)
    return {
        "@id": SOFTWARE,
        "@type": "SoftwareApplication",
        "name": "rootfeed",
        "version": f"{VERSION} ({code})",
        "softwareRequirements": [f"{name} {version}" for name, version in manifest.libraries().items()],
    }


def _run(made: Made, files: Sequence[File]) -> Entity:
    """What was done, in the words of the crate: of which files the report was made, and which these are."""
    results = [{"@id": _id(file)} for file in files if file.name.startswith(f"{made.folder}/")]
    rest = [{"@id": _id(file)} for file in files if not file.name.startswith(f"{made.folder}/")]
    name = f"run {made.run}"
    software = {"@id": SOFTWARE}
    return {
        "@id": RUN,
        "@type": "CreateAction",
        "name": name,
        "instrument": software,
        "object": rest,
        "result": results,
    }


def read(content: bytes) -> tuple[str, list[File]]:
    """The study's name and the files of a pack. Raises ValueError for metadata that this did not write."""
    try:
        entities = {str(one["@id"]): one for one in json.loads(content)["@graph"]}
        parts = [entities[str(part["@id"])] for part in entities["./"]["hasPart"]]
        files = [File(unquote(str(one["@id"])), int(one["contentSize"]), str(one["sha256"])) for one in parts]
        return str(entities["./"]["identifier"]), files
    except (KeyError, TypeError, RecursionError) as error:  # another shape than `metadata` gives it, or none at all
        raise ValueError(f"its metadata is no RO-Crate of a study ({error})") from error
