"""From codings to numbers with their ranges: shares, ranks, contrasts, trends, segments."""
