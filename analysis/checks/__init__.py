"""How far a coder can be trusted: samples, people's codes, agreement, correction."""
