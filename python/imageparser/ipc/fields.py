"""Fields that several operations share: thumbnails, variables with their values and tags."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from imageparser.archive.thumbs import MAX_BYTES, MAX_FILES, ThumbOptions
from imageparser.ipc.protocol import PathText, Payload, Shape
from imageparser.settings import default_cache_path

if TYPE_CHECKING:
    from imageparser.settings import Settings


class ThumbPayload(Payload):
    """Whether results get a `preview`, and how its file is made and kept."""

    thumbs: bool = False
    thumb_size: Annotated[int, Field(ge=16, le=2048)] = 256
    thumb_quality: Annotated[int, Field(ge=1, le=100)] = 85
    thumb_cache_dir: PathText | None = None
    thumb_max_files: Annotated[int, Field(ge=0)] | None = None
    thumb_max_bytes: Annotated[int, Field(ge=0)] | None = None


def thumb_options(payload: ThumbPayload, settings: Settings) -> ThumbOptions | None:
    """Return where and how previews are kept, None where none are asked for."""
    if not payload.thumbs:
        return None
    folder = payload.thumb_cache_dir
    return ThumbOptions(
        folder=Path(folder) if folder else default_cache_path(settings) / "thumbs",
        size=payload.thumb_size,
        quality=payload.thumb_quality,
        max_files=MAX_FILES if payload.thumb_max_files is None else payload.thumb_max_files,
        max_bytes=MAX_BYTES if payload.thumb_max_bytes is None else payload.thumb_max_bytes,
    )


class Value(Shape):
    """A value with the tags that a picture must have; `display_name` and `key` are older spellings of its name."""

    name: str | None = None
    display_name: str | None = None
    key: str | None = None
    tags: list[str] = Field(default_factory=list)


class Variable(Shape):
    """A variable with its values."""

    name: str | None = None
    display_name: str | None = None
    key: str | None = None
    output_template: str | None = None
    values: list[Value] = Field(default_factory=list)


class Template(Shape):
    """A named set of variables."""

    name: str | None = None
    output_template: str | None = None
    variables: list[Variable] = Field(default_factory=list)


class PlainValue(Shape):
    """A value with the tags that a picture must have."""

    name: str
    tags: list[str]


class PlainVariable(Shape):
    """A variable with its values."""

    name: str
    values: list[PlainValue]


class PlainTemplate(Shape):
    """A named set of variables as it is kept, with the pattern of names that came with it."""

    name: str
    variables: list[PlainVariable]
    output_template: str | None = None


class PlainPreset(Shape):
    """The values of one variable as they are kept; `source_kind` says what they came from."""

    name: str
    source_kind: str
    variable_name: str
    values: list[PlainValue]


def plain(shape: Shape) -> dict[str, Any]:
    """Return an object as it came, without what was not given."""
    return shape.model_dump(exclude_unset=True)
