"""The hypotheses of a codebook, and the tests by which they are judged."""
