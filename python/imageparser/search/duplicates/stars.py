"""Groups out of pairs, without chains.

Near is not transitive: in a row of pictures of which each is near to the next, the ends may have nothing in common. So
a group is a star: everything in it is near to its middle, and two of its pictures are at most twice as far from each
other as near ones may be. Complete linkage would bound that by once, but it tears a picture from its copies as soon as
two of these drift apart in opposite directions, which is what re-encoding in two qualities does. The middles are those
with the most near ones, equal ones by their number, so that the same pairs always give the same groups.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Places = NDArray[np.int64]


def stars(count: int, first: Places, second: Places) -> Places:
    """Return for each of `count` places the middle of its group: itself where it stands alone or is one.

    `first` and `second` are the pairs, each once, in either order.
    """
    middles = np.arange(count)
    if not len(first):
        return middles
    starts, others = _neighbours(count, first, second)
    degrees = np.diff(starts)
    free = np.ones(count, bool)
    for place in np.lexsort((middles, -degrees))[: int((degrees > 0).sum())].tolist():
        if free[place]:
            near = others[starts[place] : starts[place + 1]]
            near = near[free[near]]
            middles[near] = place
            free[near] = free[place] = False
    return middles


def joined(count: int, first: Places, second: Places) -> Places:
    """Return for each of `count` places the least place that pairs of equal ones lead to; equal is transitive."""
    least = list(range(count))

    def root(place: int) -> int:
        while least[place] != place:
            least[place] = least[least[place]]
            place = least[place]
        return place

    for one, two in zip(first.tolist(), second.tolist(), strict=True):
        low, high = sorted((root(one), root(two)))
        least[high] = low
    changed = np.unique(np.concatenate([first, second])) if len(first) else ()
    found = np.arange(count)
    for place in changed:
        found[place] = root(int(place))
    return found


def _neighbours(count: int, first: Places, second: Places) -> tuple[Places, Places]:
    """Return all others of each place, and where those of each place begin."""
    ends = np.concatenate([first, second])
    others = np.concatenate([second, first])
    order = np.argsort(ends, kind="stable")
    starts = np.searchsorted(ends[order], np.arange(count + 1))
    return starts, others[order]
