"""What looking at the layers of a library costs, told before it begins."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from imageparser.library import layer_pictures, switches, vectors
from imageparser.pipeline.phases import layers, visual

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imageparser.library.connection import Reader
    from imageparser.models.lifecycle import Models

# sqlite-vec takes room for this many vectors at a time.
CHUNK = 1024
# To decode a layer and make it small, over what the model takes; only until a run of this library was measured.
DECODE_MS = 15.0
# A run over fewer layers says little of how long a layer takes.
ENOUGH = 20
LINK_BYTES = 120


@dataclass(frozen=True, slots=True)
class LayerCost:
    """What is still to be looked at (all of it where `on` is false); None where no time was measured yet.

    Equal layers are looked at once, so that it is at most this much.
    """

    on: bool
    files: int
    layers: int
    seconds: float | None
    megabytes: float

    def as_dict(self) -> dict[str, Any]:
        """Return the numbers as the command line prints them."""
        return asdict(self)


def estimate(reader: Reader, models: Models, *, roots: Iterable[str] | None = None) -> LayerCost:
    """Return what the layers below some roots will cost."""
    key = models.version_key(layers.PHASE.slot or "")
    files, count = layer_pictures.to_do(reader, layers.ID, key, roots=roots)
    each = milliseconds(reader, key)
    return LayerCost(
        on=switches.LAYER_VECTORS in switches.on(reader),
        files=files,
        layers=count,
        seconds=None if each is None else round(count * each / 1000, 1),
        megabytes=round(_bytes(reader, key, count, models.visual().dimension) / 1e6, 1),
    )


def milliseconds(reader: Reader, key: str) -> float | None:
    """Return how long a layer takes: as measured in this library, else as whole pictures took, else None."""
    measured = switches.number(reader, switches.LAYER_MS)
    if measured is not None:
        return measured
    picture = layer_pictures.average_ms(reader, visual.ID, key)
    return None if picture is None else picture + DECODE_MS


def _bytes(reader: Reader, key: str, count: int, dim: int) -> int:
    if not count:
        return 0
    stored = vectors.count(reader, layers.ID, key)
    chunks = -(-(stored + count) // CHUNK) - -(-stored // CHUNK)
    return chunks * CHUNK * dim * 4 + count * LINK_BYTES
