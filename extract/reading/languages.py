"""The language of a text, by the model of py3langid, laid out so that processes which fork from one another share it.

A fork of a process lists all of its memory again, read or not. The numbers of the model lie where it does not: a process
counts the parts that its own texts have led to, of 65 MiB a half to nearly all, and one that reads no text counts none.
"""

import mmap
from array import array
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier
from py3langid.modelio import load_model


def tell(text: str) -> str:
    """ISO 639 code of the likeliest language. The model is loaded with the first text."""
    return str(_identifier().classify(text)[0])


@cache
def _identifier() -> Any:  # py3langid has no types
    chances, before, classes, moves, rows, features = load_model(MODEL_DIR / MODEL_FILE)
    chances = _shared(chances)  # name by name, so that no more than one is there twice
    moves = _shared(np.frombuffer(moves, dtype=moves.typecode))
    plain = moves.data, array("i", features)  # of both an item is an int
    return LanguageIdentifier(chances, before, classes, *plain, tk_row=rows)


def _shared(numbers: NDArray[Any]) -> NDArray[Any]:
    """A copy in memory that processes which fork have in common."""
    copy = np.frombuffer(mmap.mmap(-1, numbers.nbytes), dtype=numbers.dtype).reshape(numbers.shape)
    copy[...] = numbers
    return copy
