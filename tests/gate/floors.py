"""Floors of the figures: read, compared, raised. They sink only when that is asked for and told in the changelog."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from math import floor, isnan
from pathlib import Path

FILE = Path(__file__).with_name("floors.toml")
CHANGELOG = Path(__file__).parents[2] / "CHANGELOG.md"
MARGIN = 0.01  # a floor lies this much under what was measured: less than one post of 60 moves most figures
HEAD = f"""\
# The least agreement of each coder with the known codes of each set of posts: what was measured less {MARGIN}.
# Written by `python -m tests.gate --update`, which only raises floors. To sink one takes --allow-regression and a line
# in the newest section of CHANGELOG.md that names the figure and its new floor. Do not edit: the seal would break.
"""

Figures = Mapping[str, float]
Key = tuple[str, str]  # set of posts, coder


class Refused(Exception):
    """Floors cannot be written; the text names each of them and what is missing."""


@dataclass(frozen=True)
class Floors:
    """`digests` by set of posts, `least` by set and coder; `sealed` says that the command wrote what the file holds."""

    digests: Mapping[str, str]
    least: Mapping[Key, Figures]
    sealed: bool = True


NONE = Floors({}, {})


def read(path: Path = FILE) -> Floors:
    """The floors of a file; none where there is no file."""
    if not path.exists():
        return NONE
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    digests, seal = table.pop("digests"), table.pop("seal")
    least = {(name, coder): row for name, coders in table.items() for coder, row in coders.items()}
    found = Floors(digests, least)
    return Floors(digests, least, seal == _seal(found))


def _seal(floors: Floors) -> str:
    rows = [[*key, sorted(row.items())] for key, row in sorted(floors.least.items())]
    return sha256(json.dumps([sorted(floors.digests.items()), rows]).encode()).hexdigest()[:16]


def written(floors: Floors) -> str:
    """The file that holds them."""
    blocks = [HEAD + f'seal = "{_seal(floors)}"', "\n".join(["[digests]", *_lines(floors.digests)])]
    blocks += ["\n".join([f"[{name}.{coder}]", *_lines(row)]) for (name, coder), row in sorted(floors.least.items())]
    return "\n\n".join(blocks) + "\n"


def _lines(row: Mapping[str, float | str]) -> list[str]:
    return [f'{name} = "{value}"' if isinstance(value, str) else f"{name} = {value:.3f}" for name, value in row.items()]


def sunk(floors: Floors, key: Key, measured: Figures) -> list[str]:
    """Which figures are below their floors, or cannot be told; each with its floor and what was measured."""
    return [
        f"{_name(key, figure)} is {measured.get(figure, float('nan')):.3f}, below its floor {least:.3f}"
        for figure, least in floors.least[key].items()
        if not measured.get(figure, float("nan")) >= least
    ]


def _name(key: Key, figure: str) -> str:
    return ".".join([*key, figure])


def revised(
    before: Floors, now: Mapping[Key, Figures], digests: Mapping[str, str], changelog: str, sinking: bool = False
) -> Floors:
    """Floors after a new measurement; what was not measured keeps its floor.

    Raises Refused where a figure sank or the posts of a set are others, unless `sinking` and the changelog tells it;
    where a figure cannot be told, and where `before` was changed by hand.
    """
    if not before.sealed:
        raise Refused("floors.toml was changed by hand; take back what was changed, then raise the floors again")
    lost = [(key, name) for key, row in now.items() for name, value in row.items() if isnan(value)]
    if lost:
        raise Refused("\n".join(f"{_name(*one)} cannot be told" for one in lost))
    sinks = {
        (key, name): under(row[name])
        for key, row in now.items()
        for name, least in before.least.get(key, {}).items()
        if not row.get(name, float("nan")) >= least
    }
    changed = [name for name, digest in digests.items() if before.digests.get(name, digest) != digest]
    wanted = {_name(*one): f"{value:.3f}" for one, value in sinks.items()}
    wanted |= {f"posts of {name}": digests[name] for name in changed}
    _permitted(wanted, changelog, sinking)
    least = {key: _raised(before.least.get(key, {}), row, key, sinks) for key, row in now.items()}
    return Floors({**before.digests, **digests}, {**before.least, **least})


def _raised(before: Figures, row: Figures, key: Key, sinks: Mapping[tuple[Key, str], float]) -> Figures:
    new = {name: max(under(value), before.get(name, -1.0)) for name, value in row.items()}
    return new | {name: value for (where, name), value in sinks.items() if where == key}


def under(value: float) -> float:
    """The floor of a figure: less the margin, cut to three digits."""
    return floor((value - MARGIN) * 1000 + 1e-6) / 1000


def _permitted(wanted: Mapping[str, str], changelog: str, sinking: bool) -> None:
    """Raises Refused unless each change is asked for and stands in one line of the newest section of the changelog."""
    lines = newest(changelog).splitlines()
    if wanted and not sinking:
        told = [f"{what} would become {new}" for what, new in wanted.items()]
        raise Refused("\n".join([*told, "floors do not sink and posts do not change without --allow-regression"]))
    silent = [(what, new) for what, new in wanted.items() if not any(what in line and new in line for line in lines)]
    if silent:
        told = [f"no line of the newest section of CHANGELOG.md names {what} and {new}" for what, new in silent]
        raise Refused("\n".join(told))


def newest(changelog: str) -> str:
    """The newest section of a changelog."""
    return ("\n" + changelog).split("\n## ")[1] if "\n## " in "\n" + changelog else ""
