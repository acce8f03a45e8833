"""What changed from one layered document to another."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Any, TypedDict

from imageparser import _core
from imageparser.documents import files, heat
from imageparser.documents.match import GROUPS, Pair, pairs, reordered
from imageparser.errors import CancelledError, ImageParserError
from imageparser.text import path_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from imageparser._core import Layer

_EFFECTS = (b"lfx2", b"lmfx", b"lrFX")
# Blocks that say what a fill, shape, smart object or adjustment shows.
_SETTINGS = (
    *(b"SoCo", b"PtFl", b"GdFl", b"vmsk", b"vsms", b"vogk", b"vstk", b"vscg", b"SoLd", b"SoLE", b"CgEd", b"brit"),
    *(b"curv", b"expA", b"levl", b"vibA", b"hue2", b"hue ", b"blnc", b"blwh", b"phfl", b"mixr", b"clrL", b"nvrt"),
    *(b"post", b"thrs", b"selc", b"grdm"),
)
# How a layer may have moved, and what of it may have changed.
HOW = ("tree", "order", "place")
_FIELDS = ("visible", "opacity", "fill", "blend", "clipping", "text")
WHAT = (*_FIELDS, "kind", "pixels", "mask", "effects", "settings")
# Pixels of the longer side on which two pictures are compared.
_LARGEST = 4096


class Named(TypedDict):
    """A layer that is in one document only; `path` holds the names of the groups around it."""

    id: int
    name: str
    kind: str
    path: list[str]


class Layers(TypedDict):
    """What became of the layers; ids are those in `b`, `was` those in `a`."""

    added: list[Named]
    removed: list[Named]
    renamed: list[dict[str, Any]]
    moved: list[dict[str, Any]]
    changed: list[dict[str, Any]]
    unchanged: int


class Difference(Layers):
    """What changed from `a` to `b`, in the layers and in the picture."""

    a: str
    b: str
    size: dict[str, list[int]]
    picture: heat.HeatNumbers | None
    out: str | None
    warnings: list[str]


def compare(
    a: str | bytes | os.PathLike[str],
    b: str | bytes | os.PathLike[str],
    *,
    out: str | Path | None = None,
    force: bool = False,
    cancel: _core.CancelToken | None = None,
) -> Difference:
    """Compare two documents layer by layer, and their pictures; `out` gets the difference of the pictures as a PNG.

    Raises:
        UnsupportedError: one of the files is no layered document.
        ExistsError: `out` is there already and `force` is not given.
        CancelledError: the flag `cancel` was raised.
        ImageParserError: one of the files cannot be read.
        OSError: `out` cannot be written.
    """
    raw = (os.fsencode(a), os.fsencode(b))
    target = files.target(out, inputs=raw, force=force) if out is not None else None
    before, after = (_core.Document.open(path) for path in raw)
    warnings: list[str] = []
    found = _layers(before, after, warnings, cancel)
    difference = _pictures(before, after, warnings, cancel)
    if target is not None and difference is not None:
        files.write(target, _core.encode_png(heat.painted(difference)), force=force)
    return Difference(
        **found,
        a=path_text(raw[0]),
        b=path_text(raw[1]),
        size={name: [one.header.width, one.header.height] for name, one in (("a", before), ("b", after))},
        picture=None if difference is None else heat.numbers(difference),
        out=None if target is None or difference is None else path_text(os.fsencode(target)),
        warnings=warnings,
    )


def _layers(
    before: _core.Document, after: _core.Document, warnings: list[str], cancel: _core.CancelToken | None
) -> Layers:
    old, new = before.layers, after.layers
    digest = _digests(warnings, cancel)
    found = pairs(old, new, digest)
    matched = ({pair.before.id for pair in found}, {pair.after.id for pair in found})
    same = {pair.before.id: pair.after.id for pair in found}
    order = reordered(found, old)
    names = [{layer.id: layer.name for layer in layers} for layers in (old, new)]
    renamed = [
        {"id": pair.after.id, "was": pair.before.id, "from": pair.before.name, "to": pair.after.name}
        for pair in found
        if pair.before.name != pair.after.name
    ]
    moved = [entry for pair in found if (entry := _moved(pair, same, order, names, digest))]
    changed = [entry for pair in found if (entry := _changed(pair, digest))]
    touched = {entry["id"] for entry in (*renamed, *moved, *changed)}
    return Layers(
        added=[_named(layer, names[1]) for layer in new if layer.id not in matched[1]],
        removed=[_named(layer, names[0]) for layer in old if layer.id not in matched[0]],
        renamed=renamed,
        moved=moved,
        changed=changed,
        unchanged=len(found) - len(touched),
    )


def _digests(warnings: list[str], cancel: _core.CancelToken | None) -> Callable[[Layer], str]:
    """Return a function that gives the digest of a layer's pixels, read once; one that cannot be read is named."""

    @cache
    def digest(layer: Layer) -> str:
        if cancel is not None and cancel.cancelled:
            raise CancelledError
        try:
            return layer.digest()
        except ImageParserError as problem:
            warnings.append(f"pixels of layer {layer.id} '{layer.name}': {problem.message}")
            return problem.message

    return digest


def _named(layer: Layer, names: dict[int, str]) -> Named:
    return Named(id=layer.id, name=layer.name, kind=layer.kind, path=[names[group] for group in layer.path])


def _moved(
    pair: Pair, same: dict[int, int], order: set[int], names: list[dict[int, str]], digest: Callable[[Layer], str]
) -> dict[str, Any] | None:
    """Tell whether a layer has another group, another place among its neighbours, or another place on the canvas."""
    old, new = pair
    parent = [layer.path[-1] if layer.path else None for layer in pair]
    tree = (same.get(parent[0]) if parent[0] is not None else None) != parent[1]
    place = new.kind not in GROUPS and old.bbox[:2] != new.bbox[:2] and _size(old) == _size(new)
    place = place and digest(old) == digest(new)
    how = [word for word, is_so in zip(HOW, (tree, new.id in order, place), strict=True) if is_so]
    if not how:
        return None
    sides = [
        {"path": [names[side][group] for group in layer.path], "bbox": list(layer.bbox)}
        for side, layer in enumerate(pair)
    ]
    return {"id": new.id, "was": old.id, "name": new.name, "how": how, "from": sides[0], "to": sides[1]}


def _size(layer: Layer) -> tuple[int, int]:
    left, top, right, bottom = layer.bbox
    return right - left, bottom - top


def _changed(pair: Pair, digest: Callable[[Layer], str]) -> dict[str, Any] | None:
    old, new = pair
    what = [name for name in _FIELDS if getattr(old, name) != getattr(new, name)]
    if old.kind != new.kind:
        what.append("kind")
    if new.kind not in GROUPS and digest(old) != digest(new):
        what.append("pixels")
    if _mask(old) != _mask(new):
        what.append("mask")
    for word, keys in (("effects", _EFFECTS), ("settings", _SETTINGS)):
        if _data(old, keys) != _data(new, keys):
            what.append(word)
    if not what:
        return None
    values = {
        name: {"from": getattr(old, name), "to": getattr(new, name)} for name in (*_FIELDS, "kind") if name in what
    }
    return {"id": new.id, "was": old.id, "name": new.name, "what": what, "values": values}


def _mask(layer: Layer) -> list[bytes | None]:
    """Return the samples of a layer's masks; None for one that it does not have or that cannot be read."""

    def samples(channel: int) -> bytes | None:
        try:
            return layer.channel(channel).tobytes()
        except ImageParserError:
            return None

    return [samples(channel) if channel in layer.channels else None for channel in (-2, -3)]


def _data(layer: Layer, keys: tuple[bytes, ...]) -> list[bytes | None]:
    present = set(layer.blocks)
    return [layer.block(key) if key in present else None for key in keys]


def _pictures(
    before: _core.Document, after: _core.Document, warnings: list[str], cancel: _core.CancelToken | None
) -> Any:
    """Return the difference of what both show, made the same way; None where one cannot be rendered."""
    longest = max(max(one.header.width, one.header.height) for one in (before, after))
    scale = min(1.0, _LARGEST / longest)
    try:
        a, b = (one.composite(scale=scale, source="auto", cancel=cancel) for one in (before, after))
        if a.source != b.source:
            a, b = (one.composite(scale=scale, source="layers", cancel=cancel) for one in (before, after))
    except CancelledError:
        raise
    except ImageParserError as problem:
        warnings.append(f"the pictures cannot be compared: {problem.message}")
        return None
    warnings += [f"not rendered: {what}" for what in dict.fromkeys([*a.unrendered, *b.unrendered])]
    return heat.difference(a.pixels, b.pixels)
