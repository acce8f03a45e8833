"""What the rest of the program may ask of a model, whatever stands behind it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypedDict

from imageparser.models.record import CaptionRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from imageparser.errors import ImageParserError

__all__ = [
    "CaptionInput",
    "CaptionRecord",
    "Captioner",
    "HostStatus",
    "ImageEncoder",
    "Prepared",
    "Role",
    "TextEncoder",
    "VisualText",
]

Role = Literal["query", "document"]


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A decoded picture as one model wants it.

    `pixels` is uint8 (height, width, 3), or (squares, samples of a square) with `grid`, rows and columns of squares.
    """

    pixels: NDArray[np.uint8]
    grid: NDArray[np.int64] | None = None


class ImageEncoder(Protocol):
    """Pictures to unit vectors of the visual space: prepared in our process, embedded in the model's."""

    @property
    def dimension(self) -> int:
        """Return the length of a vector."""

    def prepare(self, images: Sequence[bytes]) -> list[Prepared | ImageParserError]:
        """Decode and scale encoded pictures (PNG, JPEG, WebP ...); one that cannot be decoded gives its error."""

    def embed(self, pictures: Sequence[Prepared]) -> NDArray[np.float32]:
        """Return one L2-normalised row for each prepared picture.

        Raises:
            ModelFailedError: the model stopped or gave a zero or non-finite vector.
        """


class TextEncoder(Protocol):
    """Texts to unit vectors of the meaning space."""

    @property
    def dimension(self) -> int:
        """Return the length of a vector."""

    def embed(self, texts: Sequence[str], role: Role = "document") -> NDArray[np.float32]:
        """Return one L2-normalised row for each text; some models write queries and documents differently."""


class VisualText(Protocol):
    """Texts to unit vectors of the visual space, to be compared with those of `ImageEncoder`."""

    @property
    def dimension(self) -> int:
        """Return the length of a vector."""

    @property
    def approximate(self) -> bool:
        """Return whether text reaches the space by way of labels only; results should say so."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one L2-normalised row for each text."""


@dataclass(frozen=True, slots=True)
class CaptionInput:
    """What is known of a picture when its caption is written; paths are not among it, so that moves cost nothing."""

    image: bytes
    name_words: Sequence[str] = ()
    folder_words: Sequence[str] = ()
    layer_names: Sequence[str] = ()
    layer_texts: Sequence[str] = ()
    prompt: str = ""
    exif: Mapping[str, Any] = field(default_factory=dict)
    palette: Sequence[tuple[str, float]] = ()


class Captioner(Protocol):
    """Pictures to structured records of what they show."""

    @property
    def source(self) -> str:
        """Return the name that its records carry; `builtin` records are redone by a better captioner."""

    @property
    def edge(self) -> int:
        """Return the longer side of the pictures that it looks at; 0 takes thumbnails as they are stored.

        What a captioner with an edge said of some pixels is remembered, since it took seconds.
        """

    @property
    def batch(self) -> int:
        """Return how many pictures it is asked for at once at most; 0 means as many as the phase takes."""

    def ready(self) -> None:
        """Return if it can be asked now.

        Raises:
            CaptionsWaitingError: what it needs is not there.
        """

    def caption(
        self, inputs: Sequence[CaptionInput], *, cancelled: Callable[[], bool] = ...
    ) -> Sequence[CaptionRecord | ImageParserError]:
        """Return one record for each input, in order, or why that one has none.

        A `CaptionsWaitingError` in place of a record says nothing against the picture.
        """


class HostStatus(TypedDict):
    """One resident model process; memory in bytes, `peak` the most that it held. What was not measured yet is None."""

    model: str
    precision: str
    device: str
    batch: int | None
    pid: int
    rss: int
    peak: int
    vram: int | None
    calls: int
    idle_s: float
    load_s: float | None
    first_s: float | None
