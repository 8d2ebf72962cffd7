"""Own the order of importance of sentences; it knows neither budgets nor readers.

TextRank (Mihalcea and Tarau, 2004) over the cosine of TF-IDF vectors: a sentence is important
when important sentences share its rare words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_DAMPING = 0.85
"""As in the paper (and in Brin and Page, 1998)."""
_TOLERANCE = 1e-4
_ROUNDS = 50
_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Ranking:
    """Hold `importance` (1.0 on average) and `likeness` (cosines, 0 on the diagonal)."""

    importance: Floats
    likeness: Floats


def rank_sentences(sentences: Sequence[Sequence[str]]) -> Ranking:
    """Rank sentences given as lists of roots; O(n^2) in their number, so bound it before."""
    likeness = _likeness(sentences)
    count = len(sentences)
    shares = likeness / np.maximum(likeness.sum(axis=1, keepdims=True), _TINY)
    rank = np.full(count, 1.0 / max(count, 1))
    for _ in range(_ROUNDS):
        following = (1.0 - _DAMPING) / count + _DAMPING * (rank @ shares)
        settled = float(np.abs(following - rank).sum()) < _TOLERANCE
        rank = following
        if settled:
            break
    return Ranking(importance=rank * count, likeness=likeness)


def _likeness(sentences: Sequence[Sequence[str]]) -> Floats:
    column: dict[str, int] = {}
    flat: list[int] = [
        column.setdefault(root, len(column)) for roots in sentences for root in roots
    ]
    width = max(len(column), 1)
    rows = np.repeat(np.arange(len(sentences)), [len(roots) for roots in sentences])
    cells = rows * width + np.array(flat, dtype=np.int64)
    counts = np.bincount(cells, minlength=len(sentences) * width)
    weights = counts.astype(np.float64).reshape(len(sentences), width)
    containing = (counts.reshape(weights.shape) > 0).sum(axis=0)
    weights *= np.log(1.0 + len(sentences) / np.maximum(containing, 1))
    weights /= np.maximum(np.linalg.norm(weights, axis=1, keepdims=True), _TINY)
    shared = weights[:, containing > 1]
    # not `shared @ shared.T`: BLAS wakes threads for it and doubles the CPU time of small products
    likeness: Floats = np.einsum("ik,jk->ij", shared, shared)
    np.fill_diagonal(likeness, 0.0)
    return likeness
