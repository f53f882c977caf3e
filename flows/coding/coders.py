"""Who codes: the one place that maps a study to its coder and to the version under which its codings are stored.

A store keeps the codings of every coder and version side by side; the study's `coder` says which are reported.
"""

from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

from analysis.codebook import Codebook
from analysis.coders import CODERS
from analysis.coders import llm as model
from analysis.coding import Coder, Coding
from flows import versions
from flows.coding import llm
from flows.errors import UsageError

if TYPE_CHECKING:  # settings checks a study by NAMES
    from flows.settings import Study

DEFAULT = "default"
ASKING = ("llm",)  # they ask somebody, which takes time and money: a kill must lose one post at most
HAND = "hand"  # people: their codings are imported, see handwork.py
NAMES = (*sorted(CODERS), *ASKING, HAND)  # every coder that a study may name


def coder(study: "Study", book: Codebook) -> Coder:
    """The study's coder. One that asks serves a whole run, so that its budget is the run's; others serve this process."""
    if study.coder == "llm":
        return model.coder(book, llm.endpoint(study.llm_endpoint, study.llm_model, study.llm_budget))
    return _made(study.coder, book)


@lru_cache(maxsize=4)  # batch after batch asks for the same
def _made(name: str, book: Codebook) -> Coder:
    return _within(book, CODERS[name](book))


def _within(book: Codebook, coder: Coder) -> Coder:
    """A coder that keeps to a codebook from which codes were taken out, whatever it concludes from other codes."""
    known = {code.id for code in book.codes} | {"genre", "reaction"}

    def code(title: str, text: str) -> Coding:
        coding = coder(title, text)
        return replace(
            coding,
            causes=tuple(told for told in coding.causes if told[0] in known),
            outcomes=tuple(outcome for outcome in coding.outcomes if outcome in known),
            evidence=tuple(item for item in coding.evidence if item.code in known),
            judgements=tuple(item for item in coding.judgements if item.code in known),
            abstained=tuple(item for item in coding.abstained if item in known),
        )

    return code


def version(study: "Study", book: Codebook) -> str:
    """16 hex digits over all that a coder's codings depend on beside the post; codings of another are made again."""
    if study.coder == HAND:
        return hand_version(book)
    if study.coder == "llm":
        rests_on = f"{study.llm_model}\n{model.signature(book)}"
    else:
        rests_on = f"{versions.of('analysis')}\n{book.read}"
    return sha256(rests_on.encode()).hexdigest()[:16]


def hand_version(book: Codebook) -> str:
    """16 hex digits of the codebook: people's codings hold as long as it does."""
    return book.digest[:16]


def label(study: "Study", book: Codebook) -> str:
    """Coder and version as a report names them."""
    names = [study.coder, *([study.llm_model] if study.coder == "llm" else []), version(study, book)]
    return " ".join(names)


def named(name: str | None, book: Codebook) -> Coder:
    """The coder of a name that needs no study. Raises UsageError for any other."""
    if name in ASKING:
        raise UsageError(f"--coder {name}: what it asks stands in a study file; name STUDY.toml in place of the rows")
    if name is not None and name not in CODERS:
        raise UsageError(f"--coder: no coder {name!r}; there are {', '.join(sorted(CODERS))}")
    return _made(name or DEFAULT, book)
