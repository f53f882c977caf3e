"""What a stored result depends on beside its input: the code that made it, as one short hash."""

import importlib.metadata
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib import resources
from importlib.resources.abc import Traversable

from extract.post import Profile

# Not part of what makes results: texts and code to train on, codebooks, whose own digests say which codings are out of
# date, and the sample blogosphere.
ASIDE = ("training", "fitting", "codebooks", "demo")
KINDS = (".py", ".toml", ".html", ".css", ".js")
WEIGHTS = "weights"  # every file in a folder of this name counts, whatever its suffix
ENGINES = {"extract": ("trafilatura", "pycld2"), "analysis": ("nltk",)}  # libraries whose output is the result


@cache
def of(package: str) -> str:
    """16 hex digits over every source file of a package and the versions of the libraries that decide what is stored.

    A number kept by hand would be forgotten once, and old results would pass for new ones.
    """
    digest = sha256()
    for source in sorted(sources(resources.files(package)), key=str):
        digest.update(source.read_bytes())
    for name in ENGINES.get(package, ()):
        digest.update(f"{name} {importlib.metadata.version(name)}".encode())
    return digest.hexdigest()[:16]


def reading(profile: Profile) -> str:
    """What a post depends on: the package `extract`, and how thoroughly it was read."""
    return of("extract") + ("" if profile == "default" else f"-{profile}")


def sources(folder: Traversable) -> Iterator[Traversable]:
    """The files of a package on which its results depend."""
    for item in folder.iterdir():
        if item.is_dir() and item.name not in ASIDE:
            yield from sources(item)
        elif item.is_file() and (folder.name == WEIGHTS or item.name.endswith(KINDS)):
            yield item
