"""How near pictures are to several references together: near to all of them or to any, and away from others.

Each reference gives every picture a cosine. Cosines of different references are not alike: words are farther from all
pictures than pictures are, a common motif nearer than a rare one. So each is told in standard deviations from its mean
over a sample of the library (the Z-norm of Auckenthaler, Carey and Lloyd-Thomas 2000, "Score Normalization for
Text-Independent Speaker Verification Systems").

`all` is the least of these, `any` the greatest, with weights as in Fagin and Wimmers 1997, "Incorporating User
Preferences in Multimedia Queries": for weights w1 >= w2 >= ... that add up to one, the sum over i of
i * (w_i - w_(i+1)) * f(z_1 .. z_i). Equal weights give f itself, a weight near nothing takes no part.
What is to be avoided costs w * max(0, z - BASE): a picture that is no more like it than most pays nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from imageparser.library import files, vectors
from imageparser.search.axes import meaning, visual

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from imageparser.search.context import Context

    Matrix = NDArray[np.float64]

# Standard deviations above the mean from which on a picture counts as like what is to be avoided: one in six is.
BASE = 1.0
SAMPLE = 2048
_KINDS = {"visual": visual.KIND, "meaning": meaning.KIND}
# A sample of few pictures, all alike, must not make noise look large.
LEAST_SPREAD = 0.02


class Wanted(NamedTuple):
    """A place among the visual vectors, how much it counts, and whether it is to be avoided."""

    vector: NDArray[np.float32]
    weight: float = 1.0
    minus: bool = False


class Near(NamedTuple):
    """How near a picture is to a reference: as a cosine, and in standard deviations above the library's mean."""

    similarity: float
    deviations: float


@dataclass(frozen=True)
class Scales:
    """Means and spreads of the references' cosines over the library; each one number per reference."""

    means: Matrix
    spreads: Matrix
    weights: Matrix
    minus: NDArray[np.bool_]

    def deviations(self, cosines: Matrix) -> Matrix:
        """Return cosines (pictures x references) in standard deviations."""
        return (cosines - self.means) / self.spreads

    def scores(self, deviations: Matrix, mode: str) -> Matrix:
        """Return the score of each picture, in standard deviations."""
        plus = ~self.minus
        wanted = combined(deviations[:, plus], self.weights[plus], mode)
        return wanted - np.maximum(deviations[:, self.minus] - BASE, 0) @ self.weights[self.minus]

    def told(self, scores: Matrix) -> Matrix:
        """Return scores on the scale of cosines; those of a single reference are its cosines."""
        plus = ~self.minus
        shares = self.weights[plus] / self.weights[plus].sum()
        return scores * float(shares @ self.spreads[plus]) + float(shares @ self.means[plus])


def combined(deviations: Matrix, weights: Matrix, mode: str) -> Matrix:
    """Join the columns of (pictures x references) to one value per picture: the least or the greatest, weighted."""
    order = np.argsort(-weights, kind="stable")
    shares = weights[order] / weights.sum()
    running = np.minimum if mode == "all" else np.maximum
    steps = np.arange(1, len(shares) + 1) * (shares - np.append(shares[1:], 0.0))
    joined: Matrix = running.accumulate(deviations[:, order], axis=1) @ steps
    return joined


def scales(context: Context, references: Sequence[Wanted]) -> Scales:
    """Measure the references over a sample of the library."""
    rows = np.stack([one.vector for one in references])
    weights = np.array([one.weight for one in references], np.float64)
    minus = np.array([one.minus for one in references], bool)
    measured = sample(context)
    if not len(measured):
        return Scales(np.zeros(len(rows)), np.full(len(rows), LEAST_SPREAD), weights, minus)
    cosines = (measured @ rows.T).astype(np.float64)
    return Scales(cosines.mean(axis=0), np.maximum(cosines.std(axis=0), LEAST_SPREAD), weights, minus)


def sample(context: Context, axis: str = "visual") -> NDArray[np.float32]:
    """Return vectors of an axis from all over the library, the same ones as long as it does not change."""
    state = vectors.state(context.reader, _KINDS[axis], context.spaces[axis].key)
    if state is None:
        return np.empty((0, 0), np.float32)

    def load() -> NDArray[np.float32]:
        highest = files.highest(context.reader)
        ids = np.arange(1, highest + 1)
        if highest > SAMPLE:
            ids = np.unique(np.random.default_rng(0).integers(1, highest + 1, SAMPLE))
        found, rows = vectors.some(context.reader, state.name, state.dim, ids)
        if len(found) * 4 < min(highest, SAMPLE):  # few numbers are in use
            rows = vectors.some(
                context.reader, state.name, state.dim, vectors.ids(context.reader, state.name, limit=SAMPLE)
            )[1]
        return rows

    return context.memory.sample(state.name, state.generation, load)
