"""The language model as a coder: what it answers is believed only as far as the codebook and the post's words bear it.

Whoever makes the coder gives it `ask`, so nothing here knows of a network. A code counts only if it stands in the
codebook, at one of its levels, and if words it quotes stand in the text; so a post that talks the model into something
can at most bend the judgement of its own sentences.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from analysis.codebook import CAUSES, LEVELS, Codebook
from analysis.coders import prompt
from analysis.coders.prompt import CAUSE_LEVELS, REACTION, REACTIONS, STORY, TOLD, Json, Message
from analysis.coding import Coder, Coding, Evidence, Judgement
from extract.errors import StudyError

VERSION = "1"  # of the reading of answers; the prompt's own words are part of `signature`
LIMIT = 40_000  # characters of a post, some 10,000 tokens: what common models take, and longer than nearly every post
TRIES = 3  # answers asked for, each told what was wrong with the one before
SHORTEST, LONGEST = 8, 1000  # characters of a quote: less stands in every text, more is no passage but the post
QUOTES = 5  # of one code
REASON = 300  # characters
STARTS = 20  # places at which the object of an answer with text around it is looked for
DROPPED = "dropped: "
ALIKE = {char: f"[{kind}]" for kind in ("'‘’", '"“”') for char in kind}

Ask = Callable[[Sequence[Message], Json], str]
"""Sends messages and the schema of the wanted answer; gives the answer's text or raises a StudyError."""


class AnswerError(StudyError):
    """A post to which no usable answer came; the text says what was wrong with the last one."""


def signature(codebook: Codebook) -> str:
    """All that the codings of one model depend on: how answers are read, the codebook, and the words of the prompt."""
    asked = json.dumps([prompt.messages(codebook, "", ""), prompt.schema(codebook)])
    return "\n".join((VERSION, str(LIMIT), codebook.digest, asked))


def coder(codebook: Codebook, ask: Ask) -> Coder:
    """A coder that asks a model. It raises AnswerError where TRIES answers were of no use, and what `ask` raises.

    Of a post beyond LIMIT the beginning is read and `genre_reason` says so: to abstain as a whole would lose the genre
    and what is plainly told. But a story's end decides how it came out, so codes of which the beginning does not tell,
    and the reaction, are abstained from.
    """
    form = prompt.schema(codebook)

    def code(title: str, text: str) -> Coding:
        read = text[:LIMIT]
        first = asked = prompt.messages(codebook, title, read)
        found, left = None, TRIES
        while found is None:
            answer, left = ask(asked, form), left - 1
            try:
                found = coding(codebook, answer, read)
            except AnswerError as error:
                if not left:
                    raise
                asked = prompt.again(first, answer, str(error))
        return found if read == text else _beginning(codebook, found, len(text))

    return code


def _beginning(codebook: Codebook, found: Coding, length: int) -> Coding:
    """The coding of a post of which only the beginning was read."""
    reason = f"{found.genre_reason} (read: the first {LIMIT} of {length} characters)"
    if found.genre != STORY:
        return replace(found, genre_reason=reason)
    told = {*dict(found.causes), *found.outcomes}
    open_codes = {code.id for code in codebook.of(*CAUSES, "outcome")} - told | {REACTION}
    return replace(
        found,
        genre_reason=reason,
        reaction=None,
        evidence=tuple(item for item in found.evidence if item.code != REACTION),
        judgements=tuple(item for item in found.judgements if item.code != REACTION),
        abstained=tuple(sorted(open_codes)),
    )


def coding(codebook: Codebook, answer: str, text: str) -> Coding:
    """What an answer says of a text, as far as it holds. Raises AnswerError where its form or its genre does not.

    A known code that does not hold is told in `judgements` with the reason; what the codebook does not know is left
    out. Evidence counts characters of `text`.
    """
    told = _object(answer)
    genre = _genre(codebook, told)
    if genre.level != STORY:
        return Coding(genre.level, genre.reason, judgements=(genre,))
    causes = _judged(_items(told, "causes"), _ids(codebook, *CAUSES), CAUSE_LEVELS, text)
    outcomes = _judged(_items(told, "outcomes"), _ids(codebook, "outcome"), (TOLD,), text)
    feeling = told.get(REACTION)
    reaction = _judged([] if feeling is None else [feeling], (REACTION,), tuple(REACTIONS), text)
    every = {**causes, **outcomes, **reaction}
    found = [item for _, items in every.values() for item in items]
    felt = [judgement.level for judgement, _ in reaction.values() if judgement.level]
    return Coding(
        genre=genre.level,
        genre_reason=genre.reason,
        causes=tuple(sorted((code, item.level) for code, (item, _) in causes.items() if item.level)),
        reaction=int(felt[0]) if felt else None,
        outcomes=tuple(sorted(code for code, (item, _) in outcomes.items() if item.level)),
        evidence=tuple(sorted(found, key=lambda item: (item.start, item.code, item.level))),
        judgements=tuple(sorted((genre, *(item for item, _ in every.values())), key=lambda item: item.code)),
    )


def _object(answer: str) -> Json:
    """The JSON object of an answer, which may have text around it."""
    starts = [match.start() for match in re.finditer(r"\{", answer)][:STARTS]
    reader = json.JSONDecoder()
    for start in starts:
        try:
            found, _ = reader.raw_decode(answer, start)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict) and "genre" in found:
            return found
    raise AnswerError("it holds no JSON object with a genre, or one that is cut off")


def _genre(codebook: Codebook, told: Json) -> Judgement:
    genre = told["genre"]
    if not isinstance(genre, dict):
        raise AnswerError("genre is no object with reason, level and confidence")
    known = _ids(codebook, "genre")
    if genre.get("level") not in known:
        raise AnswerError(f"the genre {_line(genre.get('level'))!r} is none of {', '.join(known)}")
    sure = _share(genre.get("confidence"))
    if sure is None:
        raise AnswerError("the confidence of the genre is no number")
    return Judgement("genre", genre["level"], sure, _line(genre.get("reason")))


def _items(told: Json, key: str) -> list[Any]:
    items = told.get(key)
    if not isinstance(items, list):
        raise AnswerError(f"{key} is no list")
    return items


def _ids(codebook: Codebook, *kinds: str) -> tuple[str, ...]:
    return tuple(code.id for code in codebook.of(*kinds))


Judged = tuple[Judgement, tuple[Evidence, ...]]


def _judged(items: Iterable[object], codes: Sequence[str], levels: Sequence[str], text: str) -> dict[str, Judged]:
    """What is left of the claims of one kind, by code; of two claims on one code the first counts."""
    found: dict[str, Judged] = {}
    for item in items:
        if isinstance(item, Mapping) and item.get("code") in codes:
            found.setdefault(item["code"], _claim(item, levels, text))
    return found


def _claim(item: Mapping[str, Any], levels: Sequence[str], text: str) -> Judged:  # Any: what a model wrote
    """One claim after the check: its judgement, with level "" where it is dropped, and the words that bear it."""
    level, sure = str(item.get("level")), _share(item.get("confidence"))
    words = _evidence(item, level, sure or 0.0, text)
    fault = "" if words else "the words it quotes do not stand in the text"
    if sure is None:
        fault = "its confidence is no number"
    if level not in levels:
        fault = f"its level {_line(level)!r} is none of {', '.join(levels)}"
    reason = _line(item.get("reason"))
    if fault or sure is None:
        doubt = 0.5 if sure is None else round(1.0 - sure, 4)
        return Judgement(item["code"], "", doubt, _line(f"{DROPPED}{fault}; the model said: {reason}")), ()
    return Judgement(item["code"], level, sure, reason), words


def _evidence(item: Mapping[str, Any], level: str, sure: float, text: str) -> tuple[Evidence, ...]:
    """The quotes of a claim that stand in the text, each place once."""
    quotes = item.get("quotes")
    found: dict[tuple[int, int], Evidence] = {}
    for quote in quotes[:QUOTES] if isinstance(quotes, list) else []:
        if isinstance(quote, Mapping) and isinstance(words := quote.get("words"), str) and (place := find(words, text)):
            own = quote.get("level")
            speaks = own if level in CAUSE_LEVELS and own in LEVELS else level
            start, end = place
            told = Evidence(item["code"], "" if level == TOLD else speaks, start, end, text[start:end], "llm", sure)
            found.setdefault(place, told)
    return tuple(found.values())


def find(words: str, text: str) -> tuple[int, int] | None:
    """Where words stand in a text, letter by letter but for the kind of quote marks and of white space.

    Whole words only, SHORTEST to LONGEST characters.
    """
    parts = words.split()
    if not SHORTEST <= len(" ".join(parts)) <= LONGEST:
        return None
    pattern = r"\s++".join("".join(ALIKE.get(char) or re.escape(char) for char in part) for part in parts)
    before, after = (r"\b" if char.isalnum() else "" for char in (parts[0][0], parts[-1][-1]))
    match = re.search(before + pattern + after, text)
    return match.span() if match else None


def _share(value: object) -> float | None:
    """A number within 0 to 1; None for what is none."""
    if not isinstance(value, int | float) or isinstance(value, bool) or value != value:  # NaN
        return None
    return float(min(1, max(0, value)))


def _line(value: object) -> str:
    """What a model wrote as one short printable line."""
    text = " ".join(str(value if value is not None else "").split())
    return "".join(char if char.isprintable() else "\ufffd" for char in text)[:REASON]
