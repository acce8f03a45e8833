"""Everything that a library knows of one picture, as one object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from imageparser.errors import NotFoundError
from imageparser.library import captions, files, tags
from imageparser.library.thumbnails import Thumbnails
from imageparser.text import path_text

if TYPE_CHECKING:
    from imageparser.library.connection import Database


class Picture(TypedDict):
    """One picture; width and height are upright."""

    id: int
    path: str
    missing: bool
    bytes: int
    date_ms: int
    rating: int | None
    digest: str | None
    format: str | None
    width: int | None
    height: int | None
    depth: int | None
    color_mode: str | None
    icc: str | None
    layer_count: int
    camera: str
    exif: dict[str, Any]
    text: dict[str, str]
    palette: list[tuple[str, float]]
    caption: str | None
    caption_source: str | None
    tags: list[str]
    warnings: list[str]
    thumbnail: str | None


def picture(database: Database, item: int) -> Picture:
    """Return what is known of one picture.

    Raises:
        NotFoundError: the library has no such picture.
    """
    reader = database.read()
    with reader.snapshot():
        row = files.get(reader, item)
        if row is None:
            raise NotFoundError(f"the library has no picture {item}")
        caption = captions.get(reader, item)
        known_tags = tags.of_file(reader, item)
    thumbnail = Thumbnails(database.thumbnails).path(row.digest) if row.digest else None
    return Picture(
        id=row.id,
        path=path_text(row.raw),
        missing=row.missing_since is not None,
        bytes=row.size,
        date_ms=row.mtime_ns // 1_000_000 if row.taken_at is None else row.taken_at,
        rating=row.rating,
        digest=row.digest,
        format=row.format,
        width=row.width,
        height=row.height,
        depth=row.depth,
        color_mode=row.color_mode,
        icc=row.icc,
        layer_count=row.layer_count or 0,
        camera=" ".join(filter(None, (row.camera_make, row.camera_model))),
        exif=row.exif,
        text=row.text,
        palette=row.palette,
        caption=caption.caption if caption else None,
        caption_source=caption.source if caption else None,
        tags=known_tags,
        warnings=row.warnings,
        thumbnail=str(thumbnail) if thumbnail is not None and thumbnail.exists() else None,
    )
