"""Who applies the codebook: one file per coder and a line in the table."""

from analysis.coders import rules
from analysis.coding import Coder

CODERS: dict[str, Coder] = {"rules": rules.code}
