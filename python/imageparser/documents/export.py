"""Every layer of a document as a PNG of its own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from imageparser import _core
from imageparser.documents import files
from imageparser.errors import CorruptError, TooLargeError, UnsupportedError
from imageparser.text import path_text

if TYPE_CHECKING:
    from imageparser._core import Layer


class Exported(TypedDict):
    """One layer: `out` is None where it has nothing to show, and `error` says why where it cannot be rendered."""

    id: int
    name: str
    kind: str
    bbox: list[int]
    out: str | None
    width: int
    height: int
    unrendered: list[str]
    error: str | None


class Export(TypedDict):
    """What was written of a document."""

    path: str
    out: str
    layers: list[Exported]
    warnings: list[str]


def export_layers(path: str | bytes | os.PathLike[str], out: str | Path) -> Export:
    """Write each layer that shows something to the folder `out`, which is made where it does not exist.

    A file holds the layer's own pixels in full size, visible or not, without masks and effects; of a fill or shape
    without pixels, what it shows of the canvas. Names are order number, id and the layer's name, so no two are alike.
    Nothing is written over: all names are tried first.

    Raises:
        UnsupportedError: the file is no layered document.
        ExistsError: one of the files is there already.
        ImageParserError: the document cannot be read.
        OSError: the folder cannot be written.
    """
    raw = os.fsencode(path)
    document = _core.Document.open(raw)
    folder = Path(out)
    layers = [layer for layer in document.layers if layer.kind not in ("group", "artboard")]
    targets = [folder / file_name(number, layer) for number, layer in enumerate(layers, 1)]
    for target in targets:
        files.target(target, inputs=(), force=False)
    folder.mkdir(parents=True, exist_ok=True)
    written = [_export(layer, target) for layer, target in zip(layers, targets, strict=True)]
    return Export(
        path=path_text(raw), out=path_text(os.fsencode(folder)), layers=written, warnings=list(document.warnings)
    )


def file_name(number: int, layer: Layer) -> str:
    """Return the name of a layer's file."""
    return f"{number:03d}-{layer.id}-{files.safe_name(layer.name)}.png"


def _export(layer: Layer, target: Path) -> Exported:
    entry = Exported(
        id=layer.id,
        name=layer.name,
        kind=layer.kind,
        bbox=list(layer.bbox),
        out=None,
        width=0,
        height=0,
        unrendered=[],
        error=None,
    )
    try:
        made = layer.picture()
    except (CorruptError, TooLargeError, UnsupportedError) as problem:
        entry["error"] = problem.message
        return entry
    entry["unrendered"] = made.unrendered
    if made.pixels.size:
        files.write(target, _core.encode_png(made.pixels), force=False)
        entry["out"] = path_text(os.fsencode(target))
        entry["height"], entry["width"] = made.pixels.shape[:2]
    return entry
