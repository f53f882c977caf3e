"""Phrases and the table of rules made of them: tables/*.toml says what is looked for, this file how it is read.

A phrase is a line of words. `a|b` is either, `a_b` two words within a choice, `word?` may be missing, `stem*` any
ending, `#` a number, `<name>` the words in tables/words.toml, `..` up to three further words and `...` whatever
stands in the same part of the sentence (80 characters). The words of a phrase may be parted by spaces, a comma, a
hyphen or an adverb; "email" is also "e-mail". Every phrase has an anchor, a few words without which it cannot occur: sentences
are looked up by them, so that only a handful of patterns is tried on each.
"""

import re
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

GAP = r"(?:[ ,\-]{1,3}[\w'$£€%.]{1,30}){0,3}?"
REST = r"[^.!?;\n]{0,80}?"
COMMON = "common"  # the class of words in almost every sentence: a pattern is found by another word of it if it can be
ANY_NOT = "any'n't"  # a choice in words.toml: any contracted verb, as in "didn't"
FEW = 4  # first letters of words, of which a pattern can begin with any
ADVERBS = (
    "ever|even|really|actually|just|simply|also|then|completely|totally|literally|immediately|promptly|quickly|yet"
)
BETWEEN = rf"[ ,\-]{{1,3}}(?:(?:{ADVERBS})[ ,]{{1,2}})?"
FIELDS = {"id", "level", "weight", "bare", "theirs", "strength", "phrases", "hints"}
HINT = 0.16  # strength of hints: 7 of 44 sentences were right
UNKNOWN = 0.5  # strength of what nobody has measured: feelings and outcomes
WORD = re.compile(r"[\w'$£€]+(?:-[\w']+)*")


class LexiconError(ValueError):
    """A table that cannot be read; the text names the file or rule and the fault."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One phenomenon: `code` is a cause, an outcome or "reaction", `level` its level, a number, or "" for an outcome.

    `weight` is the share of a proof that one sentence of it gives; `bare` rules hold where they are negated, the others
    not; `theirs` rules tell of what others do and do not hold where the author is who does it. `strength` is how often
    a sentence that it finds was evidence in a reader's eyes, see `rules`. A `sign` is only counted, wherever it stands.
    """

    id: str
    code: str
    level: str
    weight: float
    bare: bool
    phrases: tuple[str, ...]
    strength: float = 1.0
    theirs: bool = False
    sign: bool = False


Needs = tuple[frozenset[str], ...]


def rules(*names: str) -> tuple[Rule, ...]:
    """Read the rules in the tables of these names, in the order of the files.

    A row with `hints` gives a second rule, named after it with `.hint`: phrases that say something of how a story
    went, but whose sentence alone is no evidence more often than not.

    `strength` was measured by reading 550 sentences of hand-coded posts, at most fourteen a rule, drawn by lot with
    bloggers first: the share in which the sentence tells of the cause at the level, where four readings of the average
    (0.6 of praise, 0.8 of complaints) are added, for few sentences say little. A rule of which none was found has the
    average. What later, narrower phrases no longer find was left out, so the shares are on the kind side. Hints were
    read together: each alone is too rare.
    """
    return tuple(one for name in names for entry in table(name)["rule"] for one in pair(entry))


def signs(name: str) -> tuple[Rule, ...]:
    """The rules of a table whose phrases are counted and carry no code."""
    return tuple(replace(one, sign=True) for one in rules(name))


def pair(entry: dict[str, object]) -> Iterator[Rule]:
    """The rules of one row of a table: its phrases, and its hints as a rule of their own."""
    first = rule(entry)
    if first.phrases:
        yield first
    if hints := lines(str(entry.get("hints", ""))):
        yield replace(first, id=f"{first.id}.hint", phrases=hints, strength=HINT)


def rule(entry: dict[str, object]) -> Rule:
    """One row of a table without its hints; raises LexiconError naming the rule and the field that is unknown."""
    name = str(entry["id"])
    unknown = sorted(set(entry) - FIELDS)
    if unknown:
        raise LexiconError(f"rule {name}: unknown field {unknown[0]!r}")
    return Rule(
        id=name,
        code=name.split(".")[0],
        level=str(entry.get("level", "")),
        weight=float(str(entry.get("weight", 1.0))),
        bare=bool(entry.get("bare")),
        phrases=lines(str(entry.get("phrases", ""))),
        strength=float(str(entry.get("strength", UNKNOWN))),
        theirs=bool(entry.get("theirs")),
    )


def lines(text: str) -> tuple[str, ...]:
    """The phrases of a block, one a line; a line that begins with `# ` is a comment."""
    return tuple(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("# "))


@cache
def table(name: str) -> dict[str, list[dict[str, object]]]:
    """One table of the lexicon as TOML gives it."""
    return tomllib.loads(resources.files("analysis").joinpath(f"coders/tables/{name}.toml").read_text("utf-8"))


@cache
def senses() -> dict[str, str]:
    """The thesaurus: each sense with its words, parted by spaces."""
    text = resources.files("analysis").joinpath("coders/senses.toml").read_text("utf-8")
    return {name: str(words) for name, words in tomllib.loads(text)["senses"].items()}


@cache
def word_class(name: str) -> tuple[str, ...]:
    """The choices behind a name in angle brackets."""
    choices = table("words").get(name)
    if not isinstance(choices, str):
        raise LexiconError(f"<{name}> is not in words.toml")
    return tuple(choices.split())


@cache
def pattern(phrase: str) -> re.Pattern[str]:
    """Compile one phrase; it matches whole words of text in small letters."""
    elements = phrase.split()
    source, parted = _opening(elements[0])
    for element in elements[parted:]:
        if element in ("..", "..."):
            source += GAP if element == ".." else REST
            continue
        optional, choice = element.endswith("?"), _either(element.removesuffix("?"))
        if optional:
            source += f"(?:{BETWEEN}{choice})?" if parted else f"(?:{choice}{BETWEEN})?"
            continue
        source += f"{BETWEEN}{choice}" if parted else choice
        parted = True
    return re.compile(rf"{source}(?![\w])")


def _opening(element: str) -> tuple[str, bool]:
    """The begin of a pattern, and whether it holds the first element already: its words, if they have FEW first letters.

    A pattern that begins with letters is found fastest, so only the next thing that it asks is that they begin a word.
    """
    words = () if element in ("..", "...") or element.endswith("?") else tuple(_choices(element))
    letters = {word[0] for word in words if word != ANY_NOT and word[0].isalpha()}
    if not 0 < len(letters) <= FEW or any(word[0] not in letters or word == ANY_NOT for word in words):
        return r"(?<![\w'])", False
    literals = map(_literal, words)
    return "(?:" + "|".join(rf"{literal[0]}(?<![\w'].){literal[1:]}" for literal in literals) + ")", True


def _either(element: str) -> str:
    return "(?:" + "|".join(_literal(choice) for choice in _choices(element)) + ")"


def _choices(element: str) -> Iterator[str]:
    for choice in element.split("|"):
        if choice.startswith("<"):
            for inner in word_class(choice.strip("<>")):
                yield from _choices(inner)
        else:
            yield choice


def _literal(choice: str) -> str:
    if choice == "#":
        return r"[$£€]?\d[\d,.:]*"
    if choice == ANY_NOT:
        return r"\w+n't"
    stem = choice.endswith("*")
    written = "[ ,-]".join(re.escape(part) for part in choice.removesuffix("*").split("_")).replace("email", "e-?mail")
    return written + (r"[\w'\-]*" if stem else "")


def anchors(phrase: str) -> tuple[str, ...]:
    """The words of which a text with this phrase holds at least one; stems end in `*`."""
    needs = [words for words in _needs(phrase) if words]
    if not needs:
        raise LexiconError(f"the phrase {phrase!r} has no word to find it by")
    return min(needs, key=_frequency)


def _frequency(words: Collection[str]) -> int:
    """How often, roughly, one of these words stands in a sentence."""
    return len(words) + 40 * len(set(word_class(COMMON)).intersection(words))


def needs(phrase: str) -> Needs:
    """Of each of these sets a text with the phrase holds a word, the rarest set first; stems and the anchor are left out."""
    anchor = anchors(phrase)
    whole = [words for words in _needs(phrase) if words and words != anchor and not any(w.endswith("*") for w in words)]
    return tuple(frozenset(words) for words in sorted(whole, key=_frequency))


def alone(phrase: str) -> tuple[str, ...]:
    """The words of which a phrase is one and nothing else, or none if it may be more than letters and apostrophes."""
    words = tuple(_choices(phrase)) if " " not in phrase else ()
    plain = (word != ANY_NOT and word.replace("'", "").isalpha() and "email" not in word for word in words)
    return words if all(plain) else ()


def _needs(phrase: str) -> Iterator[tuple[str, ...]]:
    """The anchors of every part of a phrase that cannot be missing; none where a part could be any word."""
    for element in phrase.split():
        if element not in ("..", "...") and not element.endswith("?"):
            words = tuple(_anchor(choice) for choice in _choices(element))
            yield () if "" in words else words


def _anchor(choice: str) -> str:
    """The longest word of a choice that is not in every sentence, or "" where a choice could be any word."""
    if choice in ("#", ANY_NOT):
        return ""
    stem = choice.endswith("*")
    parts = choice.removesuffix("*").split("_")
    whole = parts[:-1] if stem and len(parts) > 1 else parts
    best = max(whole, key=lambda part: (part not in word_class(COMMON), len(part)))
    return f"{best}*" if stem and whole is parts else best
