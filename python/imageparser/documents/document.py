"""One open PSD or PSB."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Self

from imageparser import _core

if TYPE_CHECKING:
    from collections.abc import Iterable

    AnyPath = str | bytes | os.PathLike[str]
    Region = tuple[int, int, int, int]


class Document:
    """An open layered document; samples are read when they are asked for, from any thread.

    Example:
        document = Document.open("poster.psd")
        for layer in document.layers:
            print(layer.id, layer.name, layer.kind, layer.bbox)
        array = document.layer(7).pixels()  # height x width x channels
        picture = document.composite(hidden={7}, scale=0.25).pixels  # height x width x 4, sRGB
    """

    def __init__(self, core: _core.Document) -> None:
        self._core = core

    @classmethod
    def open(cls, path: AnyPath, *, max_pixels: int = 1 << 30, max_memory: int = 2 << 30) -> Self:
        """Read the structure of a PSD or PSB; pictures and memory beyond the limits are refused later.

        Raises:
            NotFoundError: there is no such file.
            UnsupportedError: it is no Photoshop document.
            CorruptError: its header is wrong.
        """
        return cls(_core.Document.open(os.fsencode(path), max_pixels=max_pixels, max_memory=max_memory))

    @property
    def header(self) -> _core.Probe:
        """Size, depth, colour mode and the like."""
        return self._core.header

    @property
    def layers(self) -> list[_core.Layer]:
        """All layers and groups, bottom to top, a group before its members."""
        return self._core.layers

    @property
    def warnings(self) -> list[str]:
        """What is wrong with the file and was tolerated."""
        return self._core.warnings

    def layer(self, layer: int) -> _core.Layer:
        """Return a layer by its id; `pixels()` and `channel(n)` of it give its samples.

        The arrays are uint8 for 1 and 8 bits, uint16 for 16 and float32 for 32, colours as stored.

        Raises:
            NotFoundError: the document has no such layer.
        """
        return self._core.layer(layer)

    def composite(
        self,
        *,
        hidden: Iterable[int] = (),
        shown: Iterable[int] = (),
        only: int | None = None,
        scale: float = 1.0,
        region: Region | None = None,
        source: str = "layers",
        cancel: _core.CancelToken | None = None,
    ) -> _core.Rendering:
        """Render the document with some layers switched off (`hidden`) or on (`shown`), or `only` one of them.

        `pixels` of the result is height x width x 4, uint8, sRGB, straight alpha; `unrendered` lists what it lacks.
        `region` is left, top, right, bottom on the canvas; `source` is "layers", "merged" (the stored picture) or
        "auto".

        Raises:
            UsageError: a layer, scale or region that the document does not have.
        """
        return self._core.composite(
            show=shown, hide=hidden, only=only, scale=scale, region=region, source=source, cancel=cancel
        )
