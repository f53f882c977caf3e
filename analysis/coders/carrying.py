"""How well a sentence carries a code: whether it would persuade a reader of the code at its level, read alone.

That a sentence tells of a cause is not enough: "I called them again" tells of how a problem went, not of how it ended.
So for the core causes more is asked of each sentence than its chance: its place in the post, its neighbours, what else
it tells of, what happens in it and beside it, how it opens, and which of the words in CUES stand in it. What each of these
counts was fitted on marked sentences, for every cause and side apart. Of other codes the chance alone decides.
"""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache, reduce
from operator import or_

import numpy as np

from analysis.coders.decision import CORES
from analysis.coders.scoring import Floats, Scores, log_odds
from analysis.coders.weights import Model
from analysis.labelled import EVENTS, FEELINGS, Told

OTHER = {"failed": "met", "met": "failed", "exceeded": "failed"}
NOWHERE = -6.0  # log odds of the neighbour that the first and the last sentence lack
LONG, SHORT = 40, 5  # words
EARLY = 3  # words of a sentence among which its subject stands
CUES = {  # words, `*` any ending
    "refuses": "refus* deny* deni* declin* reject* unwilling willing wo turned",
    "not": "not n't cannot nt dont didnt wont cant doesnt wasnt isnt havent hasnt",
    "can": "can could able unable cannot cant possible impossible",
    "never": "never",
    "none": "nothing nobody none no noone avail vain useless without luck lack ignor* nowhere",
    "still": "still yet remain* continu* unresolved unsolved stuck keep keeps kept same persist*",
    "again": "again another second third repeated* back",
    "now": "now today currently finally eventually ultimately meanwhile end result conclusion bottom date point last later",
    "solves": "fix* resol* solv* repair* replac* refund* reimburs* correct* remov* return* revers* restor* deliver* arriv* "
    "receiv* work works worked working sort* solution* answer* credited waiv* honor* honour*",
    "pleases": "happy great excellent perfect* glad thank* easy nice wonderful amazing impressed new love* pleased smooth* "
    "up running",
    "gives": "gave give given got get gets sent sends send came come coming offer offered let issued made put took take",
    "me": "me us my our",
    "they": "they he she them him her company bank rep reps representative* agent* support service manager supervisor "
    "people guy lady someone store shop",
    "says": "told said says say saying stated states advised informed claim* explain* insist* replied responded",
    "did": "call called calling contact* asked ask asking spoke speak went email* disput* request* wrote writ* filed file "
    "tried try submit* faxed paid bought purchas* ordered opened applied signed checked mailed decided found logged chatted "
    "talked reached waited",
    "wants": "want wants need needs hope hoping please should must demand* wish seeking like appreciate help let",
    "will": "will would going gonna 'll 'd",
    "if": "if unless whether when",
    "was": "was were had did been",
    "is": "is are has have 's 've 'm 're am",
    "money": "free charge charged charges fee fees bill billed price cost rate interest credit",
    "but": "but however instead yet although despite though only rather while except until",
    "unit": "second seconds minute* min mins hour hours hrs hr day days week weeks month months year years times",
    "number": "# one two three four five six seven eight nine ten several many few couple over half",
    "waits": "wait* hold delay* slow* late long forever ages queue* queu* backlog overdue",
    "fast": "quick* fast* prompt* immediate* instant* speed* swift* soon straight within",
    "answers": "respon* repl* answer* heard hear callback silence silent update",
    "since": "took takes taking taken since after before past ago",
    "blank": "xx $#",
    "!": "!",
    "?": "?",
    "feels": "frustrat* angry upset annoy* disappoint* ridiculous terrible horrible awful worst poor unacceptable disgust* "
    "furious",
    "all": "all any every everything anything anyone ever",
    "so": "so therefore thus basically because",
}
OPENINGS = ("opens I", "opens they", "opens but", "I early", "opens date")
SPEAKER = frozenset(("i", "we"))
DATE = frozenset(("#", "xx"))
BEGUN = {  # the bit of the opening by the first token
    word: 1 << bit
    for bit, words in enumerate(("i we", "they he she it the this", "so but and however unfortunately"))
    for word in words.split()
}
OWN = ("own", "opposite", "below surest", "beyond", "before", "behind")
FEELING = tuple(f"feels {level}" for level in FEELINGS.values())
PLACES = ("place", "first", "last", "last three", "from the end")
HAPPENED = tuple(f"{event}{where}" for where in ("", " before", " behind") for event in EVENTS.values())
SHARED = (*PLACES, "any", "length", "short", *FEELING, *HAPPENED, *CUES, *OPENINGS)
NAMES = (*OWN, *SHARED)
SHIFTS = np.arange(len(CUES) + len(OPENINGS))
Tokens = Sequence[str]  # of a sentence


def strengths(
    model: Model, tokens: Sequence[Tokens], scores: Scores, place: Mapping[Told, int], asked: Sequence[Told]
) -> Floats:
    """How likely a reader takes each sentence (rows) for evidence of what is asked (columns), given that the post tells it.

    `tokens` are those of each sentence; `place` gives the columns of the sentence model's chances. `model` has a class for
    each of CORES and side, and one, called "", for all else: there the own log odds alone count.
    """
    odds = log_odds(scores.chances)
    rows = [model.classes.index(class_of(*one)) for one in asked]
    found = odds[:, [place[one] for one in asked]] * model.matrix[rows, 0] + model.bias[rows]
    weighed = [number for number, row in enumerate(rows) if model.classes[row]]
    if weighed:
        matrix = model.matrix[[rows[number] for number in weighed]]
        numbers = own(odds, place, [asked[number] for number in weighed])
        more = (matrix[:, None, 1 : len(OWN)] @ numbers[:, 1:])[:, 0].T
        found[:, weighed] += more + shared(tokens, scores, odds, place) @ matrix[:, len(OWN) :].T
    return np.asarray(1 / (1 + np.exp(-found)))


def class_of(code: str, side: str) -> str:
    """The class of the model for a code and side: what exceeds also meets."""
    return f"{code} {'failed' if side == 'failed' else 'met'}" if code in CORES else ""


def own(odds: Floats, place: Mapping[Told, int], asked: Sequence[Told]) -> Floats:
    """For each cause and side that is asked (first axis) the numbers OWN (second) of each sentence (third)."""
    values = odds[:, [place[one] for one in asked]].T
    found = np.zeros((len(asked), len(OWN), len(odds)))
    found[:, 0] = values
    found[:, 1] = odds[:, [place[code, OTHER[side]] for code, side in asked]].T
    found[:, 2] = values - values.max(axis=1, initial=NOWHERE, keepdims=True)
    found[:, 3] = odds[:, [place[code, "exceeded"] for code, _ in asked]].T
    found[:, 4:6] = NOWHERE
    found[:, 4, 1:] = values[:, :-1]
    found[:, 5, :-1] = values[:, 1:]
    return found


def shared(tokens: Sequence[Tokens], scores: Scores, odds: Floats, place: Mapping[Told, int]) -> Floats:
    """The numbers SHARED of each sentence, the same for all codes."""
    lengths = np.array([len(sentence) for sentence in tokens])
    bits = np.array([_bits(sentence) for sentence in tokens], dtype=np.int64)
    found = np.empty((len(lengths), len(SHARED)))
    past = len(PLACES)
    found[:, :past] = _places(len(lengths))
    found[:, past] = scores.chances.sum(axis=1)
    found[:, past + 1] = np.minimum(lengths, LONG) / LONG
    found[:, past + 2] = lengths < SHORT
    found[:, past + 3 : past + 3 + len(FEELING)] = odds[:, [place["reaction", level] for level in FEELINGS.values()]]
    past += 3 + len(FEELING)
    found[:, past : past + len(HAPPENED)] = _happened(log_odds(scores.events))
    found[:, past + len(HAPPENED) :] = (bits[:, None] >> SHIFTS) & 1
    return found


def _happened(odds: Floats) -> Floats:
    """The numbers HAPPENED of each sentence."""
    found = np.full((len(odds), 3, odds.shape[1]), NOWHERE)
    found[:, 0], found[1:, 1], found[:-1, 2] = odds, odds[:-1], odds[1:]
    return found.reshape(len(odds), 3 * odds.shape[1])


@lru_cache(1000)
def _places(count: int) -> Floats:
    """The numbers PLACES of so many sentences."""
    number = np.arange(count)
    left = count - 1 - number
    return np.column_stack([number / max(1, count - 1), number == 0, left == 0, left < 3, np.log1p(left)])


def _bits(tokens: Tokens) -> int:
    """Which CUES and OPENINGS a sentence has, a bit each."""
    return reduce(or_, map(_cues, tokens), _opening(tokens[:EARLY]))


@lru_cache(50_000)
def _cues(token: str) -> int:
    whole, stems = _words()
    found = whole.get(token, 0)
    for end in range(1, len(token) + 1):
        found |= stems.get(token[:end], 0)
    return found


@cache
def _words() -> tuple[dict[str, int], dict[str, int]]:
    """The cues of words, and of what words begin with, a bit each."""
    whole: dict[str, int] = {}
    stems: dict[str, int] = {}
    for bit, words in enumerate(CUES.values()):
        for word in words.split():
            into, key = (stems, word[:-1]) if word.endswith("*") else (whole, word)
            into[key] = into.get(key, 0) | 1 << bit
    return whole, stems


def _opening(first: Tokens) -> int:
    """Which OPENINGS hold of the first tokens of a sentence, a bit each behind those of the CUES."""
    begun = first[0] if first else ""
    found = BEGUN.get(begun, 0)
    if not SPEAKER.isdisjoint(first):
        found |= 1 << OPENINGS.index("I early")
    if begun in DATE or (begun in ("on", "in") and len(first) > 1 and first[1] in DATE):
        found |= 1 << OPENINGS.index("opens date")
    return found << len(CUES)
