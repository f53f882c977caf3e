"""Paths in their shortest form (SVG 1.1, 8.3): steps from point to point, what repeats or goes without saying left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

STEP = re.compile(r"([A-Za-z])((?:[ ,]*-?[\d.]+)*)")
NUMBER = re.compile(r"-?[\d.]+")
SPACE = re.compile(r" (?=-)")  # a sign parts numbers as well

AXES = {"H": (0,), "V": (1,)}

Point = tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class Step:
    """A letter of LARGE and its coordinates, in whole paper."""

    letter: str
    numbers: tuple[Decimal, ...]


def steps(path: str) -> list[Step]:
    """The steps of a path that is written in large letters; a level line is "L" as any other."""
    return list(_absolute(path))


def _absolute(path: str) -> Iterator[Step]:
    here: Point = (Decimal(0), Decimal(0))
    for letter, told in STEP.findall(path):
        numbers = tuple(map(Decimal, NUMBER.findall(told)))
        if letter in AXES:  # "H5": the other axis stays
            letter, numbers = "L", (numbers[0], here[1]) if letter == "H" else (here[0], numbers[0])
        if numbers:
            here = (numbers[-2], numbers[-1])
        yield Step(letter, numbers)


def moved(path: str, by: Point) -> str:
    """The same line elsewhere."""
    return "".join(
        step.letter + _told(tuple(number + by[place % 2] for place, number in enumerate(step.numbers)))
        for step in steps(path)
    )


def short(path: str) -> str:
    """The same line in small letters."""
    found, before = "", ""
    here = start = (Decimal(0), Decimal(0))
    for step in steps(path):
        points = step.numbers
        if step.letter in "Zz":
            here, said = start, "z"
        elif step.letter == "M":
            here = start = (points[0], points[1])
            said = "M" + _told(here)
        else:
            said = _moved(step.letter, tuple(number - here[place % 2] for place, number in enumerate(points)))
            here = (points[-2], points[-1])
        # a letter that repeats goes without saying; a number without a sign then needs its space
        same = said[0] == before and said[0] in "lhvcq"
        found += (said[1:] if said[1] == "-" else f" {said[1:]}") if same else said
        before = said[0]
    return found


def _moved(letter: str, numbers: tuple[Decimal, ...]) -> str:
    if letter == "L" and not numbers[1]:
        return f"h{_plain(numbers[0])}"
    if letter == "L" and not numbers[0]:
        return f"v{_plain(numbers[1])}"
    return letter.lower() + _told(numbers)


def _told(numbers: tuple[Decimal, ...]) -> str:
    return SPACE.sub("", " ".join(map(_plain, numbers)))


def _plain(number: Decimal) -> str:
    """Without what is nought before and behind the point: .5, -.5, 3."""
    text = f"{number.normalize() + 0:f}"
    return text.replace("0.", ".", 1) if text.removeprefix("-").startswith("0.") else text
