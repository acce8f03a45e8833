"""Files: one row for each picture, known by its path and its content."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from imageparser.library import (
    away,
    captions,
    colors,
    exif_columns,
    fulltext,
    layer_pictures,
    layers,
    paths,
    prompts,
    tags,
    tasks,
    vectors,
)
from imageparser.library.integers import signed, unsigned
from imageparser.library.queries import load
from imageparser.text import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imageparser._core import Record
    from imageparser.library.connection import Reader, Transaction

Q = load("files")


@dataclass(frozen=True, slots=True)
class FileRow:
    """Everything that the library knows of a file itself; width and height are upright."""

    id: int
    key: str
    raw: bytes
    folder: str
    size: int
    mtime_ns: int
    added_at: int
    missing_since: int | None
    rating: int | None
    label: str | None
    digest: str | None
    format: str | None
    width: int | None
    height: int | None
    depth: int | None
    channels: int | None
    color_mode: str | None
    orientation: int | None
    icc: str | None
    layer_count: int | None
    has_merged: bool | None
    has_text: bool | None
    has_smart_object: bool | None
    has_adjustment: bool | None
    pixel_source: str | None
    taken_at: int | None
    camera_make: str | None
    camera_model: str | None
    lens: str | None
    gps_lat: float | None
    gps_lon: float | None
    phash: int | None
    blur: float | None
    palette: list[tuple[str, float]]
    exif: dict[str, Any]
    text: dict[str, str]
    warnings: list[str]


@dataclass(frozen=True, slots=True)
class Refound:
    """A missing row that was found again by its content; `was_new` says whether its path was not known before."""

    missing_since: int
    was_new: bool


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a record: the row that holds it, and how that row was found if it is not the asked one."""

    file_id: int
    content_changed: bool = False
    refound: Refound | None = None


def rows(reader: Reader, ids: Iterable[int]) -> list[FileRow]:
    """Return the rows of some files in the order of `ids`; unknown ids are left out."""
    wanted = [int(i) for i in ids]
    found = {row[0]: _file_row(row) for row in reader.rows(Q["by_ids"], (json.dumps(wanted),))}
    return [found[i] for i in wanted if i in found]


def get(reader: Reader, which: int | str) -> FileRow | None:
    """Return the file of an id, or the file at a path key (a present one before a missing one)."""
    file_id = reader.value(Q["id_of_key"], (which,)) if isinstance(which, str) else which
    found = rows(reader, [file_id]) if file_id is not None else []
    return found[0] if found else None


def parsed(reader: Reader, ids: Iterable[int]) -> list[int]:
    """Return those of some files that an index run has read."""
    return [row[0] for row in reader.rows(Q["parsed"], (json.dumps(list(ids)),))]


def store_record(tx: Transaction, file_id: int, record: Record, now_ms: int) -> Stored:
    """Store what a read of a file gave, and settle its identity by its content.

    A path whose new content is that of a missing file is that file, moved: its row takes the path, and what was
    there before is missing. Any other new content keeps the row of the path, but what was derived from the old
    content goes.
    """
    row = tx.row(Q["before_record"], (file_id,))
    if row is None:
        return Stored(file_id)
    key, place = row[0], row[:6]
    old_digest, touched_by_user = row[6], row[7] is not None or bool(row[8])
    digest = bytes.fromhex(record.digest)
    twin = None
    if old_digest != digest:
        twin = tx.row(Q["lost_twin"], {"digest": digest, "id": file_id, "name": name_of(key)})
    changed = old_digest not in {None, digest} and twin is None
    if twin is not None:
        _leave(tx, file_id, erase=old_digest is None and not touched_by_user, now_ms=now_ms)
        tx.run(load("scan")["place"], (twin[0], *place))
        away.settle(tx, twin[0])
        file_id = twin[0]
    elif changed:
        _forget_derived(tx, file_id)
    paths.touch(tx)  # it may have been missing
    tx.run(Q["store"], {**_values(record), "id": file_id, "digest": digest})
    layers.store(tx, file_id, record.layers)
    colors.replace(tx, file_id, record.palette)
    tags.replace(tx, file_id, tags.FILE, exif_columns.keywords(record.exif))
    prompts.put(tx, [prompts.Reading(file_id, record.size, record.mtime_ns, record.generator)])
    fulltext.refresh(tx, [file_id])
    return Stored(file_id, changed, Refound(twin[1], was_new=old_digest is None) if twin else None)


def forget(tx: Transaction, file_id: int) -> None:
    """Forget a file with everything that hangs on it."""
    _forget_derived(tx, file_id)
    fulltext.remove(tx, file_id)
    tx.run(Q["delete"], (file_id,))


def highest(reader: Reader) -> int:
    """Return the highest number of a file: about how many there are, for next to nothing."""
    return int(reader.value(Q["highest"]) or 0)


def digests(reader: Reader) -> set[str]:
    """Return every content digest that a row speaks of."""
    return {row[0] for row in reader.each(Q["digests"])}


def _leave(tx: Transaction, file_id: int, *, erase: bool, now_ms: int) -> None:
    """Let a row give up its path; one that holds nothing yet goes altogether."""
    if erase:
        fulltext.remove(tx, file_id)
        tx.run(Q["delete"], (file_id,))
    else:
        tx.run(load("scan")["lose"], {"id": file_id, "now": now_ms})


def _forget_derived(tx: Transaction, file_id: int) -> None:
    """Drop what was made of the old content; the phases find it absent and do it again."""
    tasks.reset_all(tx, file_id)
    captions.clear(tx, file_id)
    vectors.clear(tx, file_id)
    layer_pictures.clear(tx, file_id)
    for source in tags.DERIVED:
        tags.replace(tx, file_id, source, [])


def _values(record: Record) -> dict[str, Any]:
    probe = record.probe
    turned = probe.orientation in (5, 6, 7, 8)
    return {
        "size": record.size,
        "mtime_ns": record.mtime_ns,
        "file_id": signed(record.file_id),
        "format": probe.format,
        "width": probe.height if turned else probe.width,
        "height": probe.width if turned else probe.height,
        "depth": probe.depth,
        "channels": probe.channels,
        "color_mode": probe.color_mode,
        "orientation": probe.orientation,
        "icc": probe.icc,
        "frames": probe.frames,
        "layer_count": record.layer_count,
        "has_merged": None if record.has_merged is None else int(record.has_merged),
        "pixel_source": record.pixel_source,
        "phash": signed(record.phash),
        "blur": float(record.blur),
        "palette": _text(record.palette),
        "exif": _text(record.exif),
        "text": _text(record.text),
        "warnings": _text(record.warnings),
        **layers.facets(record.layers),
        **exif_columns.columns(record.exif),
    }


def _text(value: Any) -> str:
    # Lone surrogates cannot be stored as UTF-8; JSON's escapes keep them.
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if text.isprintable() or _is_utf8(text) else json.dumps(value, default=str)


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


_FILE_FIELDS = [field.name for field in fields(FileRow)]


def _file_row(row: tuple[Any, ...]) -> FileRow:
    values = dict(zip(_FILE_FIELDS, row, strict=True))
    for name in ("palette", "warnings"):
        values[name] = json.loads(values[name] or "[]")
    for name in ("exif", "text"):
        values[name] = json.loads(values[name] or "{}")
    values["palette"] = [(color, share) for color, share in values["palette"]]
    values["digest"] = values["digest"] or None
    values["phash"] = None if values["phash"] is None else unsigned(values["phash"])
    for name in ("has_merged", "has_text", "has_smart_object", "has_adjustment"):
        values[name] = None if values[name] is None else bool(values[name])
    return FileRow(**values)
