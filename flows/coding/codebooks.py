"""Codebooks by file: the one of a study, and the commands that check, compare and show codebooks."""

from functools import lru_cache
from pathlib import Path

from analysis import codebook
from analysis.codebook import Codebook, CodebookError
from analysis.coders import rules
from analysis.coders.prompt import STORY
from flows.errors import UsageError
from flows.settings import Study


def of(study: Study, folder: Path) -> Codebook:
    """The codebook of a study whose file lies in `folder`. Raises UsageError that names file, code and fault."""
    return codebook.default() if study.codebook in ("", codebook.SHIPPED) else load(folder / study.codebook)


def load(path: Path) -> Codebook:
    """A codebook from its file. Raises UsageError that names file, code and fault."""
    if path == Path(codebook.SHIPPED):  # the shipped one by its name
        return codebook.default()
    try:
        return _sound(path.read_text(encoding="utf-8-sig"), str(path))
    except OSError as error:
        raise UsageError(f"{path}: cannot be read as a codebook: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: cannot be read as a codebook: {error}") from error
    except CodebookError as error:
        raise UsageError(str(error)) from error


@lru_cache(maxsize=8)  # a batch of posts opens its study anew, and the phrases take longer to read than the posts
def _sound(toml: str, where: str) -> Codebook:
    """A codebook with which a study can be coded and reported."""
    book = codebook.parse(toml, where)
    if STORY not in {code.id for code in book.of("genre")}:
        raise CodebookError(f"{where} has no genre {STORY!r}: only posts of it are coded; extend {codebook.SHIPPED!r}")
    try:
        rules.index(book)
    except CodebookError as error:
        raise CodebookError(f"{where}: {error}") from error
    return book
