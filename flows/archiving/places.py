"""Where an archive lies: a folder, or a store of objects that fsspec reaches, such as s3://bucket/prefix.

A folder's files grow, and are read where they lie. An object is written once, whole, and read over the network by parts.
Who reads asks WAYS and need not know which it is; who writes: flows.archiving.writing.

Endpoint, region and keys of an object store come from its usual environment variables (AWS_ENDPOINT_URL,
AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, ...) or from fsspec's configuration, never from the study.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

from flows import stopping
from flows.archiving import warc
from flows.archiving.warc import Damage, Record
from flows.errors import UsageError

NEAR = 65_536  # bytes of an object asked for at once; most records are shorter
AGAIN = (0.1, 2.0)  # seconds after which a store that did not answer well is asked again
AT_ONCE = 16  # objects that are asked for together, and in memory at once


T = TypeVar("T")


@dataclass(frozen=True)
class Objects:
    """A prefix in a store of objects. `url` ends without a slash."""

    url: str

    def __str__(self) -> str:
        return self.url

    def __truediv__(self, name: str) -> str:
        return f"{self.url}/{name}"


Place = Path | Objects


@dataclass(frozen=True)
class Ways:
    """How a place is read, each by the name of a file in it. All raise OSError."""

    names: Callable[[Any], list[str]]
    """The files there, sorted."""
    record: Callable[[Any, str, int], Record | Damage]
    """The record that begins at a byte."""
    records: Callable[[Any, str, int], Iterator[Record | Damage]]
    """The records from a byte on."""


def ways(place: Place) -> Ways:
    """How a place is read."""
    return WAYS["folder" if isinstance(place, Path) else "objects"]


def at(text: str, folder: Path, default: str) -> Place:
    """The place that a study names: a URL, or a path, relative to the study's folder; `default` is the path for "".

    Raises UsageError where nothing here speaks the URL's protocol.
    """
    if "://" not in text or text.startswith("file://"):
        return folder / (text.removeprefix("file://") or default)
    place = Objects(text.rstrip("/"))
    _system(place.url, os.getpid())
    return place


@lru_cache(maxsize=8)
def _system(url: str, _process: int) -> tuple[Any, str]:  # a file system of fsspec, which has no types
    """The file system of a URL and the path in it: one for all threads, and after a fork another."""
    from fsspec.core import url_to_fs  # who has a folder does not wait for its import

    try:
        system, path = url_to_fs(url, use_listings_cache=False)
    except ImportError as error:
        raise UsageError(
            f"archive {url}: {error}; for S3 install the extra: pip install '.[s3]' in rootfeed's checkout"
        ) from error
    except ValueError as error:
        raise UsageError(f"archive {url}: {error}") from error
    return system, path


def _ask(place: Objects, name: str, what: Callable[[Any, str], T]) -> T:  # of a file system as above, and a path
    """What a store of objects says to a question that may be asked twice. Raises OSError that names the object."""
    system, path = _system(place.url, os.getpid())
    path = f"{path}/{name}" if name else path
    for wait in (*AGAIN, None):
        try:
            return what(system, path)
        except FileNotFoundError as error:
            raise FileNotFoundError(2, f"{error}", place / name) from error
        except _troubles() as error:  # connections break, and servers are busy
            if wait is None:
                raise OSError(getattr(error, "errno", None) or 5, f"{error}", place / name) from error
            stopping.sleep(wait)
    raise AssertionError("the last wait is None")


def _troubles() -> tuple[type[Exception], ...]:
    """What an object store's library raises: that of S3 has errors of its own where nobody answers or a key is missing."""
    of_s3 = sys.modules.get("botocore.exceptions")
    return (OSError, ValueError, of_s3.BotoCoreError) if of_s3 else (OSError, ValueError)


def put(place: Place, name: str, content: bytes) -> None:
    """Write a file or an object; it is there as a whole or not at all. Raises OSError."""
    if isinstance(place, Path):
        place.mkdir(parents=True, exist_ok=True)
        part = place / f"{name}.{os.getpid()}-{os.urandom(3).hex()}.part"
        try:
            part.write_bytes(content)
            part.replace(place / name)
        finally:
            part.unlink(missing_ok=True)
        return
    _ask(place, name, lambda system, path: system.pipe_file(path, content))


def whole(place: Place, name: str) -> bytes:
    """All of a file or an object. Raises OSError."""
    if isinstance(place, Path):
        return (place / name).read_bytes()
    return _ask(place, name, lambda system, path: bytes(system.cat_file(path)))


def wholes(place: Objects, names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Objects at once, as many as are there. Raises OSError."""
    for start in range(0, len(names), AT_ONCE):
        part = names[start : start + AT_ONCE]
        found = _ask(place, "", partial(_several, part))
        yield from ((name.rpartition("/")[2], bytes(content)) for name, content in found.items())


@contextmanager
def brought(place: Place, beside: Path) -> Iterator[Path]:
    """The archive as a folder: its own, or for a while a copy of the objects in a folder `beside`."""
    if isinstance(place, Path):
        yield place
        return
    with tempfile.TemporaryDirectory(dir=beside, prefix=".archive-") as copied:
        for name, content in wholes(place, _objects(place)):
            (Path(copied) / name).write_bytes(content)
        yield Path(copied)


class _Ranged:
    """An object from a byte on, asked for by parts."""

    def __init__(self, place: Objects, name: str, start: int) -> None:
        self._place, self._name, self._at, self._held = place, name, start, BytesIO()

    def read(self, size: int, /) -> bytes:
        if found := self._held.read(size):
            return found
        part = _ask(self._place, self._name, self._part)
        self._at, self._held = self._at + len(part), BytesIO(part)
        return self._held.read(size)

    def _part(self, system: Any, path: str) -> bytes:  # a file system of fsspec
        return bytes(system.cat_file(path, start=self._at, end=self._at + NEAR))


def _several(names: Sequence[str], system: Any, path: str) -> dict[str, bytes]:  # as above
    """Objects at once, those that are there."""
    found: dict[str, Any] = system.cat([f"{path}/{name}" for name in names], on_error="return")
    missing = {name for name, content in found.items() if isinstance(content, FileNotFoundError)}
    if failed := [content for name, content in found.items() if name not in missing and isinstance(content, Exception)]:
        raise failed[0]
    return {name: content for name, content in found.items() if name not in missing}


def _files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []


def _objects(place: Objects) -> list[str]:
    try:
        found = _ask(place, "", lambda system, path: system.ls(path, detail=True))
    except FileNotFoundError:
        return []
    return sorted(one["name"].rpartition("/")[2] for one in found if one["type"] == "file")


WAYS = {
    "folder": Ways(
        _files,
        lambda folder, name, offset: warc.record(folder / name, offset),
        lambda folder, name, start: warc.records(folder / name, start),
    ),
    "objects": Ways(
        _objects,
        lambda place, name, offset: warc.read(_Ranged(place, name, offset), offset),
        lambda place, name, start: warc.within(BytesIO(whole(place, name)), start),
    ),
}
