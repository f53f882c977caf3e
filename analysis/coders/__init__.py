"""Who applies a codebook: one file per coder and a line in the table. An entry makes the coder of a codebook."""

from collections.abc import Callable

from analysis.codebook import Codebook
from analysis.coders import linear, rules
from analysis.coding import Coder

CODERS: dict[str, Callable[[Codebook], Coder]] = {
    "default": linear.default,
    "linear": linear.linear,
    "rules": rules.coder,
}
