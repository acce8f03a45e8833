"""Everything that a library knows of one picture, as one object."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TypedDict

from imageparser.errors import NotFoundError
from imageparser.library import captions, files, layers, prompts, tags
from imageparser.library.thumbnails import Thumbnails
from imageparser.text import path_text

if TYPE_CHECKING:
    from imageparser.library.connection import Database
    from imageparser.library.layers import LayerRow
    from imageparser.library.prompts import StoredPrompt

# As `Generator.columns` names them, from the fifth on.
_SETTINGS = ("software", "model", "sampler", "seed", "steps", "cfg")


class Prompt(TypedDict):
    """What a generator wrote into the file; `tags` by the sets that they stand in."""

    generator: str
    prompt: str | None
    negative: str | None
    tags: dict[str, list[str]]
    settings: dict[str, str | float | bool]


class Picture(TypedDict):
    """One picture; width and height are upright, `layers` stand from the bottom."""

    id: int
    path: str
    missing: bool
    bytes: int
    date_ms: int
    rating: int | None
    label: str | None
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
    layers: list[dict[str, Any]]
    prompt: Prompt | None


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
        known_layers = layers.of_file(reader, item) if row.layer_count else []
        prompt = prompts.get(reader, item)
    return Picture(
        id=row.id,
        path=path_text(row.raw),
        missing=row.missing_since is not None,
        bytes=row.size,
        date_ms=row.mtime_ns // 1_000_000 if row.taken_at is None else row.taken_at,
        rating=row.rating,
        label=row.label,
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
        thumbnail=Thumbnails(database.thumbnails).shown(row.digest),
        layers=[_layer(layer) for layer in known_layers],
        prompt=_prompt(prompt),
    )


def _layer(layer: LayerRow) -> dict[str, Any]:
    fields = asdict(layer)
    del fields["pictured"]
    return {"id": fields.pop("layer_id"), **fields}


def _prompt(stored: StoredPrompt | None) -> Prompt | None:
    if stored is None or stored.name is None:
        return None
    generator = stored.generator
    values = dict(zip(_SETTINGS, generator.columns[4:10], strict=True)) if generator else {}
    settings = {name: value for name, value in values.items() if value is not None}
    by_set = {name: list(some) for name, some in stored.tags.items() if some}
    return Prompt(generator=stored.name, prompt=stored.prompt, negative=stored.negative, tags=by_set, settings=settings)
