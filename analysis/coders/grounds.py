"""Which sentences carry what was decided, and what a person is told of why.

A sentence is shown for a code if a reader would probably take it for evidence, given that the post tells of the code:
the chance of that was fitted on marked sentences, see carrying.py. Every code has at least its surest sentence.
"""

from collections.abc import Iterator, Mapping, Sequence

from analysis.coders import carrying
from analysis.coders.decision import Decision
from analysis.coders.matching import Hit, Reading, Scan
from analysis.coders.portrait import columns
from analysis.coders.scoring import Scores
from analysis.coders.weights import Weights
from analysis.coding import Evidence, Judgement
from analysis.labelled import Told

SHOWN = 0.4  # strength of a sentence that is evidence beside the surest one
MOST = 6  # sentences of a post for one code and side
SIDES: Mapping[str, tuple[str, ...]] = {
    "failed": ("failed",),
    "met": ("met",),
    "exceeded": ("exceeded", "met"),
    "mixed": ("failed", "met"),
}


def evidence(
    reading: Reading, scan: Scan, scores: Scores, weights: Weights, decision: Decision
) -> tuple[Evidence, ...]:
    """The sentences of all codes that were given, in the order of the text."""
    place, model = columns(weights.told), weights.models["evidence"]
    named = _rules(scan.hits)
    asked = [(level, told) for code, level in _given(decision) for told in _columns(code, level, place)]
    wanted = [told for _, told in asked]
    strengths = carrying.strengths(model, scan.tokens, scores, place, wanted) * decision.story
    found = []
    for (level, (code, side)), sure in zip(asked, strengths.T.tolist(), strict=True):
        for number in _chosen(sure):
            span = reading.sentences[number]
            rule = named.get((code, side, number), f"linear.{code}.{side or 'told'}")
            shown = "exceeded" if level == "exceeded" else side
            quote = reading.text[span.start : span.end]
            found.append(Evidence(code, shown, span.start, span.end, quote, rule, round(sure[number], 2)))
    best: dict[tuple[str, str, int], Evidence] = {}
    for entry in found:
        known = best.setdefault((entry.code, entry.level, entry.start), entry)
        if known.strength < entry.strength:
            best[entry.code, entry.level, entry.start] = entry
    return tuple(sorted(best.values(), key=lambda entry: (entry.start, entry.code, entry.level)))


def _given(decision: Decision) -> Iterator[tuple[str, str]]:
    yield from decision.causes.items()
    yield from ((name, "") for name in decision.given)
    if decision.reaction:
        yield "reaction", str(decision.reaction)


def _columns(code: str, level: str, place: Mapping[Told, int]) -> list[Told]:
    levels = SIDES.get(level, (level,))
    return [(code, one) for one in levels if (code, one) in place]


def _rules(hits: Sequence[Hit]) -> dict[tuple[str, str, int], str]:
    """The first rule that speaks for a code and level in each sentence; what exceeds also meets."""
    named: dict[tuple[str, str, int], str] = {}
    for hit in hits:
        named.setdefault((hit.rule.code, hit.rule.level, hit.sentence), hit.rule.id)
        if hit.rule.level == "exceeded":
            named.setdefault((hit.rule.code, "met", hit.sentence), hit.rule.id)
    return named


def _chosen(sure: Sequence[float]) -> list[int]:
    """The numbers of the sentences that are shown: the surest, and up to MOST that are sure enough."""
    order = sorted(range(len(sure)), key=sure.__getitem__, reverse=True)
    return [number for place, number in enumerate(order[:MOST]) if place == 0 or sure[number] >= SHOWN]


def judgements(decision: Decision, found: Sequence[Evidence], reason: str) -> tuple[Judgement, ...]:
    """What was made of every code, given or not, with the chance and the reason in words."""
    experience = decision.genre == "experience"
    sure = decision.story if experience else 1 - decision.story
    judged = [Judgement("genre", decision.genre, round(sure, 3), reason)]
    if not experience:
        return tuple(judged)
    for code, chance in decision.told.items():
        level, share = decision.levels[code]
        given = code in decision.causes
        why = because(code, found) if given else f"the post tells of it with a chance of {chance:.2f}: too little"
        judged.append(Judgement(code, level if given else "", round(chance * share if given else 1 - chance, 3), why))
    for code, chance in decision.outcomes.items():
        given = code in decision.given
        why = because(code, found) if given else f"stated with a chance of {chance:.2f}: too little"
        judged.append(Judgement(code, "told" if given else "", round(chance if given else 1 - chance, 3), why))
    felt, why = decision.feelings[decision.reaction], because("reaction", found) or _unmoved(decision.feelings)
    judged.append(Judgement("reaction", str(decision.reaction), round(felt, 3), why))
    return tuple(sorted(judged, key=lambda one: one.code))


def _unmoved(feelings: Mapping[int, float]) -> str:
    """Why the reaction is 0: nothing is felt, or good and bad feelings are as likely, and 0 lies between them."""
    if max(feelings, key=feelings.__getitem__) == 0:
        return "no open feeling"
    bad, good = (max(side, key=feelings.__getitem__) for side in ((-2, -1), (1, 2)))
    return f"between {bad} (chance {feelings[bad]:.2f}) and {good} (chance {feelings[good]:.2f})"


def because(code: str, found: Sequence[Evidence]) -> str:
    """The surest sentence, what found it, and how many others there are."""
    entries = [entry for entry in found if entry.code == code]
    if not entries:
        return ""
    best = max(entries, key=lambda entry: (entry.strength, -entry.start))
    more = len({entry.start for entry in entries}) - 1
    others = f" and {more} other sentence{'s' * (more != 1)}" if more else ""
    return f"{best.rule}: “{_short(best.quote)}” ({best.strength:.2f}){others}"


def _short(quote: str) -> str:
    words = " ".join(quote.split())
    return words if len(words) <= 90 else words[:89].rsplit(" ", 1)[0] + "…"
