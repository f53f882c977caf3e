"""Commands for a researcher's own texts, without a study: they are coded, or read, one at a time as they come."""

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from analysis import codebook
from analysis.codebook import CAUSES, Codebook
from analysis.coding import Coder, Coding, Evidence
from extract.post import Profile
from flows.coding import codebooks, coders
from flows.errors import UsageError
from flows.owntexts import documents, sinks
from flows.owntexts.documents import Columns, Text
from flows.owntexts.rowfiles import BROKEN, BadRow, Remark, json_lines
from flows.telling import harmless, tell
from reports.sheet import WORDS, YES
from reports.wording import amount

PARTLY = 3  # exit code where a row or file was left out
HOPELESS = 100  # left out before any is kept: this is something else than rows
READ = ("id", "file", "url", "title", "author", "date", "text")
Json = dict[str, Any]  # a JSON object: any value may stand under any key
Options = argparse.Namespace


@dataclass
class _Tally:
    """How many texts came through, and how many were left out, so far."""

    kept: int = 0
    lost: int = 0


def code(options: Options) -> int:
    """Code texts; rows of id, genre, causes, reaction, outcomes, evidence come out. Rows at fault are named and left."""
    book = codebooks.load(options.codebook) if options.codebook else codebook.default()
    coder = coders.named(options.coder, book)
    columns = ("id", "genre", *_columns(book))
    flat = _flat if _format(options) == "csv" else _gold
    return _through(options, [options.input], lambda text: flat(text, coder), columns)


def read(options: Options) -> int:
    """The texts of saved pages, Markdown, plain text and rows, which may hold HTML; what has none is named and left."""
    return _through(options, options.paths, lambda text: _shown(documents.unmarked(text, options.profile)), READ)


def read_rows(path: Path) -> Iterator[Json]:
    """Rows of JSON lines, each with id and text. Raises UsageError with file and line of the first that is not so."""
    try:
        with path.open("rb") as stream:
            for row in json_lines(stream, str(path)):
                if isinstance(row, Remark):
                    raise UsageError(f"{row.where}: {row.text}")
                if not isinstance(row.cells.get("text"), str) or "id" not in row.cells:
                    raise UsageError(f"{row.where}: a row needs id and text, and may have a title")
                yield dict(row.cells)
    except (BadRow, *BROKEN) as error:
        raise UsageError(f"{path}: cannot be read: {error}") from error


def _through(options: Options, paths: Sequence[Path], made: Callable[[Text], Json], columns: Sequence[str]) -> int:
    """Write what is made of each text as it comes, name what is left out; returns the exit code."""
    tally = _Tally()
    profile: Profile = getattr(options, "profile", "default")  # `code` has none
    chosen = Columns(**{name: getattr(options, name) or name for name in ("id", "title", "text")})
    rows = (made(text) for text in _kept(documents.texts(paths, chosen, profile), tally))
    with sinks.opened(options.out) as put:
        for line in sinks.FORMATS[_format(options)](rows, columns):
            put(line)
    if options.out:
        facts = {"out": str(options.out), "rows": tally.kept, "left_out": tally.lost}
        tell(options, facts, "")
        print(f"{options.out} written: {amount(tally.kept, 'row')}", file=sys.stderr)
    if tally.lost:
        print(f"{tally.lost:,} left out, each named above", file=sys.stderr)
    return PARTLY if tally.lost else 0


def _kept(items: Iterator[documents.Item], tally: _Tally) -> Iterator[Text]:
    """The texts; what is to be told on the way goes to stderr."""
    for item in items:
        if isinstance(item, Remark):
            tally.lost += item.lost
            print(harmless(str(item)), file=sys.stderr)
            if tally.lost >= HOPELESS and not tally.kept:
                raise UsageError(
                    f"none of the first {HOPELESS} rows is one; name JSON lines, CSV, a folder of texts or a study"
                )
        else:
            tally.kept += 1
            yield item


def _format(options: Options) -> str:
    """What --format says, else the ending of --out."""
    ending = options.out.suffix.lower().removeprefix(".") if options.out else ""
    return str(options.format or (ending if ending in sinks.FORMATS else "jsonl"))


def _gold(text: Text, coder: Coder) -> Json:
    """A text in the interchange format: labels, and one span for each."""
    coding = coder(text.title, text.text)
    labels = {"causes": dict(coding.causes), "reaction": coding.reaction, "outcomes": list(coding.outcomes)}
    return {"id": text.name, "genre": coding.genre, **labels, "evidence": _evidence(coding)}


def _evidence(coding: Coding) -> dict[str, str]:
    """The strongest sentence of each code, of equals the first."""
    found: dict[str, Evidence] = {}
    for item in coding.evidence:
        if item.strength > found.setdefault(item.code, item).strength:
            found[item.code] = item
    return {code: item.quote for code, item in found.items()}


def _columns(book: Codebook) -> Iterator[str]:
    """A column for each cause, the reaction and each outcome, as on coding sheets, and one for the words of each."""
    codes = [*(code.id for code in book.of(*CAUSES)), "reaction", *(code.id for code in book.of("outcome"))]
    return (name for code in codes for name in (code, code + WORDS))


def _flat(text: Text, coder: Coder) -> Json:
    """The same as cells of one row."""
    coding = coder(text.title, text.text)
    told: Mapping[str, object] = {**dict(coding.causes), **dict.fromkeys(coding.outcomes, YES)}
    words = {code + WORDS: quote for code, quote in _evidence(coding).items()}
    return {"id": text.name, "genre": coding.genre, **told, "reaction": coding.reaction, **words}


def _shown(text: Text) -> Json:
    held = asdict(text)
    return {name: held[name] for name in READ}
