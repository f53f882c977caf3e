"""Which part of what a regression explains belongs to which of its causes: exact grouped Shapley shares.

Lindeman, Merenda & Gold 1980 ("LMG"), Introduction to Bivariate and Multivariate Analysis, p. 119; the same as the Shapley
value of the explained sum of squares (Groemping 2007, Am. Stat. 61:139, who also groups columns into one player).
A player's part is what it adds to the sum of squares explained, averaged over all orders in which players may enter:
phi_i = sum over S without i of |S|! (K - |S| - 1)! / K! * (E(S + i) - E(S)).
All 2^K regressions come from one matrix of cross products: whether a player is in or out doubles the matrices, of which
one has the player swept out (Goodnight 1979, Am. Stat. 33:149) and all have its columns cut away. So late, and many,
matrices are small ones, and all subsets cost about 30 numbers each.
"""

from collections.abc import Sequence
from functools import cache
from math import comb

import numpy as np
from numpy.typing import NDArray

MOST = 16  # players: each more doubles time and memory
TOLERANCE = 1e-9  # of its own sum of squares: a column with no more left is a sum of others and adds nothing

Floats = NDArray[np.float64]


def parts(gram: Floats, players: Sequence[int], always: int) -> Floats:
    """Return the sum of squares that belongs to each player: ... x K.

    gram: ... x q x q, cross products of the columns: first `always` columns that every regression has (the constant and
    controls), then as many for each player as `players` says, last the outcome. The parts add up to what all players
    explain beyond `always`. Raises ValueError for more than MOST players.
    """
    if len(players) > MOST:
        raise ValueError(f"{len(players)} players; {MOST} are the most")
    diagonal = np.diagonal(gram, axis1=-2, axis2=-1)
    rest, column = gram, 0
    for _ in range(always):
        rest, column = _swept(rest, diagonal[..., column]), column + 1
    rest = rest[..., None, :, :]  # ... x subsets x columns left x columns left
    for width in players:
        taken = rest
        for place in range(column, column + width):
            taken = _swept(taken, diagonal[..., place, None])
        rest = np.stack([rest[..., width:, width:], taken], axis=-3)
        rest, column = rest.reshape(*gram.shape[:-2], -1, *rest.shape[-2:]), column + width
    left = rest[..., 0, 0]
    return np.asarray(np.einsum("...s,sk->...k", left, _weights(len(players))))  # BLAS would wait for its threads


def _swept(gram: Floats, whole: Floats) -> Floats:
    """Take the first column out of all others; one that others explain already (`whole`: its own square) changes nothing."""
    pivot = gram[..., 0, 0]
    known = pivot > TOLERANCE * whole
    scale = np.where(known, 1 / np.where(known, pivot, 1.0), 0.0)
    rest = gram[..., 1:, 0]
    return np.asarray(gram[..., 1:, 1:] - (rest * scale[..., None])[..., :, None] * rest[..., None, :])


@cache
def _weights(count: int) -> Floats:
    """Subsets x players: by what the unexplained sum of squares of each subset counts for each player.

    Subsets come in the order of binary numbers, the first player being the highest digit.
    """
    held = np.arange(2**count)[:, None] >> np.arange(count)[::-1] & 1
    size = held.sum(axis=1, keepdims=True) - held  # of the subset without the player
    chance = np.array([1 / (count * comb(count - 1, others)) for others in range(count)] or [0.0])
    return np.asarray(np.where(held == 1, -1.0, 1.0) * chance[size])
