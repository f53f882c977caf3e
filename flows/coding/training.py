"""`rootfeed train`: labelled texts in, the weights of the linear coder out.

The texts that were written for this project lie in analysis/training/. Rows of posts that occurred, in the format of
`rootfeed code` with labels, can be added with --rows: a researcher's own hand codes, for instance. Their text goes into
no file; the weights name the rows they were trained on by file, number and hash.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from importlib import resources
from pathlib import Path
from types import ModuleType
from typing import Any
from zlib import crc32

from analysis import codebook, labelled, reading
from analysis.coders import rules
from analysis.coders import weights as weighing
from analysis.labelled import Example, Told
from flows.errors import UsageError
from flows.owntexts.texts import read_rows
from flows.reporting import results
from flows.telling import tell

PARTS = 3  # of --without: a part holds all posts of an author
SHARE, MOST = 250.0, 2.0  # a source of rows counts as much as so many written posts, a row at most as two
FEWEST = 20  # own stories by different authors: of fewer the cross-fits leave nothing to learn from
MARKS = "marks.tsv"
REACTIONS = (-2, -1, 0, 1, 2)
Marks = dict[str, dict[int, frozenset[Told]]]  # by row and number of the sentence


def train(options: argparse.Namespace) -> int:
    """Fit the weights and write them; with --without, leave out one part of the authors of the rows."""
    folder = options.texts or Path(str(resources.files("analysis").joinpath("training")))
    if not folder.is_dir():
        raise UsageError(f"{folder}: no texts to train on; name their folder with --texts")
    fitting, reads = _fitting()
    examples, lines = written(folder), singles(folder)
    known = marks(folder / MARKS)
    rows = [example for path in options.rows for example in occurred(path, known)]
    kept = [one for one in rows if part(one.author) != options.without]
    _check_enough((*examples, *kept))
    made = {
        "written posts": len(examples),
        "written sentences": len(lines),
        "posts that occurred": len(kept),
        "rows": {path.name: sha256(path.read_bytes()).hexdigest()[:16] for path in options.rows},
        "without part": options.without,
    }
    out = options.out or Path(str(resources.files("analysis").joinpath(weighing.FOLDER)))
    texts = [reads.material(one) for one in (*examples, *kept)], [reads.sentence(*line) for line in lines]
    facts: dict[str, Any] = dict(made)
    for name, material in (("default", texts), ("linear", fitting.without_rules(*texts))):
        content = weighing.dump(fitting.fit(*material, made))
        results.put(out / f"{name}.npz", content)
        facts[f"{name}.npz"] = f"{len(content)} bytes"
    tell(options, facts, "\n".join(f"{name:20} {value}" for name, value in facts.items()))
    return 0


def part(author: str) -> int:
    """The part of --without to which all posts of an author belong."""
    return crc32(author.encode()) % PARTS


def _check_enough(examples: tuple[Example, ...]) -> None:
    told = {one.author for one in examples if one.genre == "experience" and one.causes and one.reaction is not None}
    if len(told) < FEWEST:
        raise UsageError(
            f"own stories with causes and a reaction by {len(told)} authors are too few to train on; {FEWEST} are needed"
        )


def _fitting() -> tuple[ModuleType, ModuleType]:
    """What fits, and what reads for it; the first needs libraries that coding does not."""
    try:
        from analysis import fitting
        from analysis.fitting import material
    except ImportError as error:
        raise UsageError(
            f"training needs more libraries ({error.name}): pip install '.[train]' in rootfeed's checkout"
        ) from error
    return fitting, material


def written(folder: Path) -> list[Example]:
    """The posts in posts_*.txt, which count as one author each. Raises LabelError with file and line, or UsageError."""
    found = []
    for path in sorted(folder.glob("posts_*.txt")):
        for example in labelled.posts(_text(path), path.name, path.stem):
            author = f"{path.stem} {example.id}"
            found.append(_checked(replace(example, author=author), f"{path.name}: post {example.id}"))
    return found


def _checked(example: Example, where: str) -> Example:
    """The example. Raises UsageError with `where` and the label that no codebook of this project has."""
    book = codebook.default()
    said = [("genre", example.genre, {code.id for code in book.of("genre")})]
    said += [("cause", name, set(labelled.CAUSES.values())) for name, _ in example.causes]
    said += [("level", level, set(labelled.LEVELS.values())) for _, level in example.causes]
    said += [("outcome", name, set(labelled.OUTCOMES)) for name in example.outcomes]
    for kind, value, known in said:
        if value not in known:
            raise UsageError(f"{where}: unknown {kind} {value!r}")
    if example.reaction is not None and (type(example.reaction) is not int or example.reaction not in REACTIONS):
        raise UsageError(f"{where}: a reaction is -2 to 2, not {example.reaction!r}")
    return example


def singles(folder: Path) -> list[tuple[str, frozenset[Told]]]:
    """The sentences in sentences_*.txt. Raises LabelError with file and line."""
    paths = sorted(folder.glob("sentences_*.txt"))
    return [line for path in paths for line in labelled.sentence_lines(_text(path), path.name)]


def marks(path: Path) -> Marks:
    """Which sentences of rows tell of what: lines of row, number from 0 and codes."""
    found: Marks = defaultdict(dict)
    for number, line in enumerate(_text(path).splitlines() if path.exists() else (), start=1):
        if line.startswith("# "):
            continue
        try:
            if line.count("\t") != 2:
                raise ValueError("not a row, the number of a sentence and codes, parted by tabs")
            row, sentence, codes = line.split("\t")
            found[row][int(sentence)] = frozenset(one for code in codes.split() for one in labelled.told(code))
        except ValueError as error:
            raise UsageError(f"{path}:{number}: {error}") from error
    return found


def occurred(path: Path, known: Marks) -> Iterator[Example]:
    """Rows with labels as examples. Raises UsageError with file and line, or with the row whose labels are at fault."""
    rows = list(read_rows(path))
    count = Counter(_source(row) for row in rows)
    for row in rows:
        where = f"{path}: row {row['id']}"
        try:
            weight = min(MOST, SHARE / count[_source(row)])
            yield _checked(_example(row, known.get(str(row["id"]), {}), weight), where)
        except KeyError as error:
            raise UsageError(f"{where}: {error} is missing") from error
        except (TypeError, ValueError, AttributeError) as error:
            raise UsageError(f"{where}: no usable labels: {error}") from error


def _example(row: dict[str, Any], told: dict[int, frozenset[Told]], weight: float) -> Example:
    text = row["text"][: rules.LIMIT]  # coders read no more
    return Example(
        id=str(row["id"]),
        author=author_of(row),
        title=str(row.get("title") or ""),
        text=text,
        genre=row["genre"],
        causes=tuple(sorted((row["causes"] or {}).items())),
        reaction=row["reaction"],
        outcomes=tuple(row["outcomes"] or ()),
        marks=tuple(told.get(number, frozenset()) for number in range(len(reading.sentences(text)))),
        weight=weight,
        natural=True,
    )


def _source(row: dict[str, Any]) -> str:
    return str(row.get("source", ""))


def author_of(row: dict[str, Any]) -> str:
    """Whose post it is: as the row says, or else the owner of a repository in `origin`, or else nobody else's."""
    origin = str(row.get("author") or row.get("origin") or row["id"])
    first = next(iter(origin.split()), "")
    return first.split("/")[0] if "/" in first else origin


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read: {error}") from error
