"""A picture file rendered to a PNG."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypedDict

from imageparser import _core
from imageparser.documents import files
from imageparser.text import path_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class Rendered(TypedDict):
    """A rendering that was written."""

    path: str
    out: str
    width: int
    height: int
    source: str
    unrendered: list[str]
    warnings: list[str]


def render(
    path: str | bytes | os.PathLike[str],
    out: str | Path,
    *,
    source: str = "auto",
    show: Iterable[int] = (),
    hide: Iterable[int] = (),
    only: int | None = None,
    scale: float = 1.0,
    region: tuple[int, int, int, int] | None = None,
    force: bool = False,
) -> Rendered:
    """Render a picture file to a PNG; the options are those of `Document.composite`.

    `source` of the answer is "merged", "composite", "embedded", or "decoded" for a picture without layers.

    Raises:
        UsageError: a layer, scale or region that the picture does not have; `out` is the picture itself.
        ExistsError: `out` is there already and `force` is not given.
        ImageParserError: the picture cannot be read.
        OSError: `out` cannot be written.
    """
    raw = os.fsencode(path)
    target = files.target(out, inputs=[raw], force=force)
    made = _core.render(raw, source=source, show=show, hide=hide, only=only, scale=scale, region=region)
    files.write(target, _core.encode_png(made.pixels), force=force)
    height, width = made.pixels.shape[:2]
    return Rendered(
        path=path_text(raw),
        out=path_text(os.fsencode(target)),
        width=width,
        height=height,
        source=made.source,
        unrendered=made.unrendered,
        warnings=made.warnings,
    )
