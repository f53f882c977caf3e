"""Who applies the codebook: one file per coder and a line in the table."""

from analysis.coders.rules import code
from analysis.coding import Coder

CODERS: dict[str, Coder] = {"rules": code}
