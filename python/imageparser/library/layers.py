"""Layers of documents: one row each, and what they say of their file as a whole."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from imageparser.library import connection, fulltext
from imageparser.library.queries import load
from imageparser.text import keyword_terms, nfc

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from imageparser._core import Layer
    from imageparser.library.connection import Reader, Transaction

Q = load("layers")
TYPE, SMART_OBJECT, SHAPE = "type", "smartobject", "shape"
ADJUSTMENTS = frozenset({
    *("brightnesscontrast", "curves", "exposure", "levels", "vibrance", "huesaturation", "colorbalance"),
    *("blackandwhite", "photofilter", "channelmixer", "colorlookup", "invert", "posterize", "threshold"),
    *("selectivecolor", "gradientmap"),
})  # fmt: skip
# Kinds that show something by themselves, and how many pixels the longer side must have for it to be recognised.
PICTURED = frozenset(("pixel", SHAPE, TYPE, SMART_OBJECT))
LEAST = 64
# Pixels on the longer side of the picture of a layer: more than a visual model looks at.
EDGE = 320
# An index of some layers, each by itself, with the words and weights of that of files; it exists in memory only.
INDEX = "CREATE VIRTUAL TABLE layer_index USING fts5 (name, text, tokenize = 'porter unicode61 remove_diacritics 2')"
INDEX_PUT = "INSERT INTO layer_index (rowid, name, text) VALUES (?, ?, ?)"
INDEX_SEARCH = """SELECT rowid FROM layer_index
WHERE layer_index MATCH ? AND rank MATCH 'bm25(2.0, 1.0)' ORDER BY rank, rowid"""


@dataclass(frozen=True, slots=True)
class LayerRow:
    """One layer of a document, bottom to top; `pictured` tells whether it is worth a picture of its own."""

    layer_id: int
    path: list[int]
    name: str
    kind: str
    visible: bool
    opacity: int
    fill: int
    blend: str
    bbox: tuple[int, int, int, int]
    clipping: bool
    mask: bool
    text: str | None
    fonts: list[str]
    effects: list[str]
    locks: list[str]
    color_label: str | None
    smart_object: str | None
    pictured: bool


def of_file(reader: Reader, file_id: int) -> list[LayerRow]:
    """Return the layers of a file, bottom to top."""
    return [_row(row) for row in reader.rows(Q["of_file"], (file_id,))]


def named(reader: Reader, pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], tuple[list[int], str]]:
    """Return path and name of some layers, given and keyed as (file, layer)."""
    rows = reader.rows(Q["named"], (json.dumps(list(pairs)),))
    return {(file_id, layer_id): (json.loads(path), name) for file_id, layer_id, path, name in rows}


def pictured(reader: Reader, file_ids: Iterable[int]) -> dict[int, list[int]]:
    """Return, for files that have any, the layers that are worth a picture of their own."""
    found: dict[int, list[int]] = {}
    for file_id, layer_id in reader.rows(Q["pictured"], (json.dumps(list(file_ids)),)):
        found.setdefault(file_id, []).append(layer_id)
    return found


def fonts(reader: Reader, file_id: int) -> list[str]:
    """Return the fonts that a file uses."""
    return [row[0] for row in reader.rows(Q["fonts"], (file_id,))]


def store(tx: Transaction, file_id: int, found: Sequence[Layer]) -> None:
    """Store the layers of a file in place of those it had."""
    tx.run(Q["clear"], (file_id,))
    chosen = _pictured_ids(found)
    tx.run_many(Q["put"], ((file_id, number, *_values(layer, chosen)) for number, layer in enumerate(found)))
    tx.run(Q["clear_fonts"], (file_id,))
    names = dict.fromkeys(nfc(font) for layer in found for font in layer.fonts if font.strip())
    tx.run_many(Q["put_font"], ((file_id, font) for font in names))


def facets(found: Sequence[Layer]) -> dict[str, int]:
    """Return what the layers say of their file, as columns."""
    kinds = {layer.kind for layer in found}
    return {
        "has_text": int(TYPE in kinds),
        "has_smart_object": int(SMART_OBJECT in kinds),
        "has_adjustment": int(bool(kinds & ADJUSTMENTS)),
        "pictured_layers": len(_pictured_ids(found)),
    }


def best_by_words(reader: Reader, file_ids: Iterable[int], match: str) -> dict[int, int]:
    """Return, for files of which a layer's name or text matches, the layer that does so best."""
    layered = [row[0] for row in reader.rows(Q["layered"], (json.dumps(list(file_ids)),))]
    matching = fulltext.among(reader, layered, f"{{layers text}} : ({match})")
    rows = reader.rows(Q["texts"], (json.dumps(matching),)) if matching else []
    if not rows:
        return {}
    found: dict[int, int] = {}
    with connection.scratch() as index:
        index.run(INDEX)
        index.run_many(INDEX_PUT, ((number, *_index_terms(*row[2:])) for number, row in enumerate(rows)))
        for (number,) in index.rows(INDEX_SEARCH, (match,)):
            found.setdefault(rows[number][0], rows[number][1])
    return found


def _index_terms(name: str, smart_object: str, text: str, used: str) -> tuple[str, str]:
    return keyword_terms(f"{name} {smart_object}"), keyword_terms(" ".join([text, *json.loads(used)]))


def _pictured_ids(found: Sequence[Layer]) -> set[int]:
    hidden = {layer.id for layer in found if not layer.visible}
    return {layer.id for layer in found if _is_pictured(layer) and not hidden & {layer.id, *layer.path}}


def _is_pictured(layer: Layer) -> bool:
    left, top, right, bottom = layer.bbox
    width, height = right - left, bottom - top
    if layer.kind == SHAPE and max(width, height) <= 0:  # stored without pixels: only its outline tells how large it is
        return True
    return layer.kind in PICTURED and min(width, height) > 0 and max(width, height) > LEAST


def _values(layer: Layer, chosen: set[int]) -> tuple[Any, ...]:
    smart = layer.smart_object
    name = (smart.name if smart is not None else "") if layer.kind == SMART_OBJECT else None
    place = (layer.id, json.dumps(list(layer.path)), layer.name, layer.kind, int(layer.visible), layer.opacity)
    look = (layer.fill, layer.blend, json.dumps(list(layer.bbox)), int(layer.clipping), int(layer.mask), layer.text)
    lists = [json.dumps(list(words), ensure_ascii=False) for words in (layer.fonts, layer.effects, layer.locks)]
    return (*place, *look, *lists, layer.color_label, name, int(layer.id in chosen))


_FIELDS = [field.name for field in fields(LayerRow)]


def _row(row: tuple[Any, ...]) -> LayerRow:
    values = dict(zip(_FIELDS, row, strict=True))
    for name in ("path", "fonts", "effects", "locks"):
        values[name] = json.loads(values[name])
    values["bbox"] = tuple(json.loads(values["bbox"]))
    for name in ("visible", "clipping", "mask", "pictured"):
        values[name] = bool(values[name])
    return LayerRow(**values)
