"""The lists of people to write to, in the words of the codebook."""

from collections.abc import Mapping

from analysis.codebook import Code
from reports.quotes import shorten
from reports.wording import lower_first

LONGEST = 80  # characters of what the codebook does not know
WORDS = {
    "failed": "{code.complaint_label}",
    "met": "{code.praise_label}",
    "exceeded": "{code.praise_label}, more than was due",
    "mixed": "{name}, bad and good",
}


def told(causes: str, codes: Mapping[str, Code]) -> str:
    """What a list keeps as "courtesy exceeded; resolution met" as a reader says it; what nobody knows stands as it is."""
    return "; ".join(_words(one, codes) for one in causes.split("; ") if one)


def _words(one: str, codes: Mapping[str, Code]) -> str:
    cause, _, level = one.rpartition(" ")
    if cause not in codes or level not in WORDS:
        return shorten(one, LONGEST)
    return WORDS[level].format(code=codes[cause], name=lower_first(codes[cause].name))
