"""How much goes into one run: by free memory at first, by experience after the memory has once been too small."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

from imageparser import log
from imageparser.errors import ModelFailedError
from imageparser.models.backends.onnx.session import OutOfMemoryError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

LOG = log.get("models.onnx")
# Working memory of a run for each byte of pixels that go in: attention and the wide layer of a transformer, by the
# published shapes of SigLIP2 (base 256: 50, giant 256: 100, so400m 384: 140, all at fp16), rounded up.
_PER_PIXEL_BYTE = {"fp32": 300, "fp16": 150, "int8": 300}
# The same for each token of text, in bytes (Qwen3 0.6B to 4B at 1,024 tokens).
_PER_TOKEN = {"fp32": 600 << 10, "fp16": 300 << 10, "int8": 600 << 10}
# The other half is for what the driver and the arena waste.
_USABLE = 0.5
_MOST_PICTURES, _MOST_TOKENS = 64, 16384
# More at a time is no quicker on a processor and holds the memory of the run.
_CPU_PICTURES, _CPU_TOKENS = 4, 1024
# Where nobody says how much memory a card has: what fits beside any model of the standard tier.
_UNKNOWN_MB = 1024
# A card with this much more free memory than when it ran full is tried again with the size of the table.
_BETTER = 1.25


def first_pictures(free_mb: int | None, precision: str, pixel_bytes: int, *, cpu: bool) -> int:
    """Return how many pictures of `pixel_bytes` each a first run takes."""
    if cpu:
        return _CPU_PICTURES
    return _fitting(free_mb, pixel_bytes * _PER_PIXEL_BYTE.get(precision, 300), _MOST_PICTURES)


def first_tokens(free_mb: int | None, precision: str, *, cpu: bool) -> int:
    """Return how many tokens (texts times their padded length) a first run takes."""
    if cpu:
        return _CPU_TOKENS
    return _fitting(free_mb, _PER_TOKEN.get(precision, 600 << 10), _MOST_TOKENS)


def _fitting(free_mb: int | None, each: int, most: int) -> int:
    room = int((_UNKNOWN_MB if free_mb is None else free_mb) * _USABLE) << 20
    fits = min(max(1, room // each), most)
    return 1 << (fits.bit_length() - 1)


class Batches:
    """The size of a run of one model on one device, remembered in a file once the memory has proved too small."""

    def __init__(self, place: Path, first: int, free_mb: int | None = None) -> None:
        self._place = place
        self._free_mb = free_mb
        self.size = min(first, self._remembered() or first)

    def over(
        self,
        count: int,
        work: Callable[[slice], NDArray[np.float32]],
        many: Callable[[int, int], int] = lambda _place, size: size,
    ) -> NDArray[np.float32]:
        """Return the rows of `count` items, as many in a run as fit.

        Args:
            count: how many items there are.
            work: gives the rows of a range of items.
            many: how many items from a place on are of a size.

        Raises:
            ModelFailedError: a single item does not fit.
        """
        rows = []
        place = 0
        while place < count:
            taken = self._taken(place, count, many)
            try:
                rows.append(work(slice(place, place + taken)))
            except OutOfMemoryError as error:
                if taken == 1:
                    raise ModelFailedError(f"The memory is too small for a single item: {error}") from None
                while self._taken(place, count, many) >= taken:
                    self.size //= 2
                LOG.warning("the memory was too small for %d items; a run has at most size %d now", taken, self.size)
                self._remember()
                continue
            place += taken
        return np.concatenate(rows)

    def _taken(self, place: int, count: int, many: Callable[[int, int], int]) -> int:
        return min(max(1, many(place, self.size)), count - place)

    def _remembered(self) -> int | None:
        try:
            found = json.loads(self._place.read_text(encoding="utf-8"))
            size, then_mb = int(found["size"]), found["free_mb"]
        except (OSError, ValueError, TypeError, KeyError):
            return None
        better = self._free_mb is not None and then_mb is not None and self._free_mb > then_mb * _BETTER
        return None if better or size < 1 else size

    def _remember(self) -> None:
        try:
            self._place.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._place.with_suffix(".tmp")
            fresh.write_text(json.dumps({"size": self.size, "free_mb": self._free_mb}), encoding="utf-8")
            fresh.replace(self._place)
        except OSError as error:
            LOG.warning("%s: the size of runs is not remembered: %s", self._place, error)
