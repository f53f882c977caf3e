"""Which posts belong to a study: a query in the syntax people know from search engines.

``refund``, ``"customer service"``, ``complain*``, ``title:refund``, ``AND OR NOT``, ``+ -`` and parentheses.  Words
side by side must all be there.  Case does not count.  Between the words of a phrase only spaces and punctuation may
stand.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import InvalidOperation
from typing import cast

from luqum import tree
from luqum.exceptions import ParseError
from luqum.thread import parse as parse_lucene

from extract.errors import QueryError
from extract.matching import terms
from extract.matching.terms import Either, Every, Field, Node, Query, Term, Without
from extract.post import Hit

LONGEST = 4_000  # characters; thousands of words would take minutes to parse and to match
# Signs that mean AND, OR and NOT elsewhere, and that this syntax would read past.
SIGNS = {"!": "NOT b or -b", "&&": "AND", "||": "OR"}
DEEPEST = 50  # parentheses and NOTs inside each other; far beyond any real query, far below Python's stack
FIELDS = ("title", "text")
# Scripts written without spaces (Thai, Japanese, Chinese): a word may begin and end anywhere.
UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
# A word ends where neither a letter, a digit nor a combining accent follows.
LETTER = r"[\w\u0300-\u036f]"


def parse(text: str) -> Query:
    """Read a query.

    Raises QueryError with the 0-based position of what cannot be understood.
    """
    # Word processors turn quotation marks into pairs; each is one character, so positions stay right.
    plain = re.sub("[\u201c\u201d\u201e\u00ab\u00bb]", '"', text)
    if not plain.strip():
        raise QueryError("the query is empty", 0)
    if len(text) > LONGEST:
        raise QueryError(f"the query is longer than {LONGEST} characters", LONGEST)
    try:
        parsed = parse_lucene(plain)
    except ParseError as error:
        raise _syntax_error(plain, str(error)) from error
    except (InvalidOperation, ValueError) as error:  # the parser makes numbers of what stands behind these signs
        found = re.search(r"[~^][\d.]*\.", plain)
        raise QueryError("~ or ^ without a number", found.start() if found else 0) from error
    root = _node(parsed, FIELDS, 0)
    if not _finds(root, wanted=True):
        raise QueryError("a query needs a word to look for in every alternative, not only words to leave out", 0)
    return Query(text, tuple(dict.fromkeys(_wanted(root, wanted=True))), root)


def matches(query: Query, title: str, text: str) -> tuple[Hit, ...]:
    """Every place that made the query match, in reading order; ``()`` when it does not match.

    Offsets count characters of ``title`` or ``text`` as given.
    """
    return terms.found(query, terms.seen(title, text))


def _syntax_error(text: str, message: str) -> QueryError:
    found = re.search(r"position (\d+)", message)
    if text.count('"') % 2:
        return QueryError("a quotation mark is not closed", text.rindex('"'))
    if found is None:
        return QueryError("the query ends too early: a word or a closing parenthesis is missing", len(text))
    position = int(found[1])
    return QueryError(f"{text[position : position + 1]!r} does not fit here", position)


def _node(part: tree.Item, fields: Sequence[str], depth: int) -> Node:
    """Our own tree of a luqum tree, so that nothing beyond this function knows luqum."""
    position = part.pos or 0
    if depth > DEEPEST:
        raise QueryError(f"more than {DEEPEST} parentheses inside each other", position)
    if isinstance(part, (tree.Word, tree.Phrase)):
        return _term(part, fields)
    if isinstance(part, (tree.Group, tree.FieldGroup, tree.Plus)):
        return _node(part.children[0], fields, depth + 1)
    if isinstance(part, (tree.Not, tree.Prohibit)):
        return Without(_node(part.children[0], fields, depth + 1))
    if isinstance(part, tree.SearchField):
        if part.name not in FIELDS:
            raise QueryError(f"there is no field {part.name!r}, only {' and '.join(FIELDS)}", position)
        return _node(part.expr, (part.name,), depth + 1)
    if isinstance(part, (tree.AndOperation, tree.UnknownOperation)):
        return Every(tuple(_node(child, fields, depth + 1) for child in part.children))
    if isinstance(part, tree.OrOperation):
        for child in part.children:
            _refuse_sign(child)
        return Either(tuple(_node(child, fields, depth + 1) for child in part.children))
    kind = type(part).__name__.lower()
    raise QueryError(f"{str(part).strip()!r} is a {kind} search, which is not supported", position)


def _refuse_sign(part: tree.Item) -> None:
    """Beside OR, + and - mean something in Lucene that no reader expects: they turn the OR off."""
    within = part.expr if isinstance(part, tree.SearchField) else part
    if isinstance(within, (tree.Plus, tree.Prohibit)):
        sign = "-" if isinstance(within, tree.Prohibit) else "+"
        raise QueryError(f"{sign} has no clear meaning beside OR: use AND, NOT and parentheses", within.pos or 0)


def _term(part: tree.Word | tree.Phrase, fields: Sequence[str]) -> Term:
    phrase = isinstance(part, tree.Phrase)
    written = part.value[1:-1] if phrase else part.value
    position = part.pos or 0
    if not phrase and written.upper() in {"AND", "OR", "NOT"}:
        raise QueryError(f"write {written.upper()} in capitals, or quote the word", position)
    if not phrase and (sign := re.search(r"^!|&&|\|\|", written)):
        raise QueryError(f"{sign[0]} is not understood: write {SIGNS[sign[0]]}", position + sign.start())
    wild = re.search(r"[*?](?=\w)|(?<!\w)\*|\*\*" + ("" if phrase else r"|\?"), written)
    if wild and not phrase:
        raise QueryError("a * may only end a word, and ? has no meaning here", position + wild.start())
    words = re.findall(r"[^\W_]" + LETTER + r"*+(?:[+#]++(?!\w))?\*?|_+\w*", re.sub(r"\\(.)", r"\1", written))
    if not words:
        raise QueryError(f"{part.value!r} holds no letter or digit to look for", position)
    plain = " ".join(re.sub(r"\\(.)", r"\1", written).replace("*", "").split())
    first = words[0].rstrip("*")
    return Term(
        plain,
        re.compile(_regex(words), re.IGNORECASE),
        cast(tuple[Field, ...], tuple(fields)),
        tuple(words),
        first.lower() if first.isascii() else "",
    )


def _regex(words: Sequence[str]) -> str:
    parts = [_either(word.rstrip("*")) + (r"\w*" if word.endswith("*") else "") for word in words]
    before = "" if UNSPACED.match(words[0]) else rf"(?<!{LETTER})"
    after = "" if UNSPACED.match(words[-1][-1]) else rf"(?!{LETTER})"
    return before + r"[\W_]+".join(parts) + after


def _either(word: str) -> str:
    return "(?:" + "|".join(map(re.escape, forms(word))) + ")"


def forms(word: str) -> list[str]:
    """How a word can be stored: an accented letter as one character or as two."""
    return sorted({unicodedata.normalize(form, word) for form in ("NFC", "NFD")})


def _finds(node: Node, *, wanted: bool) -> bool:
    """Whether every match of the node comes with a place to show; ``wanted`` is False below an odd number of NOTs."""
    if isinstance(node, Term):
        return wanted
    if isinstance(node, Without):
        return _finds(node.part, wanted=not wanted)
    parts = (_finds(part, wanted=wanted) for part in node.parts)
    # Below a NOT, AND and OR change places (De Morgan).
    return any(parts) if isinstance(node, Every) == wanted else all(parts)


def _wanted(node: Node, *, wanted: bool) -> Iterator[str]:
    if isinstance(node, Term):
        if wanted:
            yield node.words
    elif isinstance(node, Without):
        yield from _wanted(node.part, wanted=not wanted)
    else:
        for part in node.parts:
            yield from _wanted(part, wanted=wanted)
