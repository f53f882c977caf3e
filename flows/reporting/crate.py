"""The metadata of a pack as RO-Crate 1.1 (https://w3id.org/ro/crate/1.1): JSON-LD that repositories of research read."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any

from flows import versions
from flows.database.store import VERSION
from flows.settings import Study

CONTEXT = "https://w3id.org/ro/crate/1.1/context"
PROFILE = "https://w3id.org/ro/crate/1.1"
SOFTWARE = "#rootfeed"
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
LICENCE = "Posts belong to their authors; for research, not for publication as a whole."
Entity = dict[str, Any]  # JSON-LD


@dataclass(frozen=True, slots=True)
class File:
    """A file of a pack: its path in it, its size in bytes, its SHA-256 in hex digits."""

    name: str
    size: int
    sha256: str


def digest(content: bytes) -> str:
    """SHA-256 in hex digits."""
    return sha256(content).hexdigest()


def metadata(study: Study, files: Sequence[File]) -> bytes:
    """`ro-crate-metadata.json` of a study. `dateCreated` is left out: the same study makes the same crate."""
    root: Entity = {
        "@id": "./",
        "@type": "Dataset",
        "name": study.title or study.name,
        "identifier": study.name,
        "description": f"A study of blog posts that match: {study.query}",
        "license": LICENCE,
        "hasPart": [{"@id": file.name} for file in files],
        "mentions": [{"@id": SOFTWARE}],
    }
    about = {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "conformsTo": {"@id": PROFILE},
        "about": {"@id": "./"},
    }
    code = ", ".join(f"{package} {versions.of(package)}" for package in ("extract", "analysis"))
    software = {"@id": SOFTWARE, "@type": "SoftwareApplication", "name": "rootfeed", "version": f"{VERSION} ({code})"}
    parts = [
        {
            "@id": file.name,
            "@type": "File",
            "contentSize": str(file.size),
            "sha256": file.sha256,
            "encodingFormat": KINDS.get(PurePosixPath(file.name).suffix, OTHER),
        }
        for file in files
    ]
    graph = {"@context": CONTEXT, "@graph": [about, root, software, *parts]}
    return (json.dumps(graph, indent=1, ensure_ascii=False) + "\n").encode()


def read(content: bytes) -> tuple[str, list[File]]:
    """The study's name and the files of a pack. Raises KeyError or ValueError for metadata that this did not write."""
    told = json.loads(content)
    if not isinstance(told, dict) or not isinstance(told.get("@graph"), list):
        raise ValueError("its metadata is no RO-Crate")
    entities = {str(one["@id"]): one for one in told["@graph"]}
    parts = [entities[str(part["@id"])] for part in entities["./"]["hasPart"]]
    files = [File(str(one["@id"]), int(one["contentSize"]), str(one["sha256"])) for one in parts]
    return str(entities["./"]["identifier"]), files
