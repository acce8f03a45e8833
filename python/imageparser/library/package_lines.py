"""The lines of a package as models: what a line may hold, with the limits of what our tables take."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from imageparser import _core
from imageparser.errors import CorruptError
from imageparser.library.marks import LABELS
from imageparser.library.tags import DERIVED
from imageparser.text import fold_tag

if TYPE_CHECKING:
    from collections.abc import Callable

_PLACES = 1 << 63


def _refuse(name: str) -> None:
    raise ValueError(name)


def _json(fits: Callable[[Any], bool]) -> AfterValidator:
    """Return a check of a text that is to be JSON of some kind; it is kept letter for letter.

    Texts out of files may hold escaped halves of characters, which a strict parser refuses and `json` takes.
    """

    def check(text: str) -> str:
        try:
            good = fits(json.loads(text, parse_constant=_refuse))
        except (ValueError, RecursionError):
            good = False
        if not good:
            raise PydanticCustomError("json", "is no JSON of the kind that belongs here")
        return text

    return AfterValidator(check)


def _is_map(value: Any) -> bool:
    return isinstance(value, dict)


def _are_texts(value: Any) -> bool:
    return isinstance(value, dict | list) and all(
        isinstance(one, str) for one in (value.values() if isinstance(value, dict) else value)
    )


def _is_palette(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, list)
        and len(one) == 2
        and re.fullmatch("#[0-9a-f]{6}", str(one[0]))
        and _is_share(one[1])  # colour and share
        for one in value
    )


def _is_share(value: Any) -> bool:
    return isinstance(value, int | float) and 0 <= value <= 1


def _relative(path: str) -> str:
    parts = path.split("/")
    if "\0" in path or not all(parts) or {".", ".."} & set(parts) or re.match(r"[A-Za-z]:", path):
        raise PydanticCustomError("path", "is no path below a folder")
    return path


def _says(name: str) -> str:
    if not fold_tag(name):
        raise PydanticCustomError("name", "says nothing")
    return name


def _filled(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("text", "says nothing")
    return text


def _known(values: tuple[str, ...]) -> AfterValidator:
    def check(word: str) -> str:
        if word not in values:
            raise PydanticCustomError("word", "is an unknown word")
        return word

    return AfterValidator(check)


Int = Annotated[int, Field(ge=-_PLACES, lt=_PLACES)]
Count = Annotated[int, Field(ge=0, lt=_PLACES)]
Flag = Annotated[int, Field(ge=0, le=1)]
Name = Annotated[str, AfterValidator(_says)]
Filled = Annotated[str, AfterValidator(_filled)]
Color = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
RelativePath = Annotated[str, AfterValidator(_relative)]


class Line(BaseModel):
    """A line of a package; nothing beyond its fields may stand in it, numbers are finite."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", allow_inf_nan=False)


class Facts(Line):
    """What reading a file gave: the columns of `files` by their names."""

    format: str | None
    width: Count | None
    height: Count | None
    depth: Count | None
    channels: Count | None
    color_mode: str | None
    orientation: Count | None
    icc: str | None
    frames: Count | None
    layer_count: Count | None
    has_merged: Flag | None
    has_text: Flag | None
    has_smart_object: Flag | None
    has_adjustment: Flag | None
    pictured_layers: Count | None
    pixel_source: str | None
    taken_at: Int | None
    camera_make: str | None
    camera_model: str | None
    lens: str | None
    gps_lat: float | None
    gps_lon: float | None
    rating: Annotated[int, Field(ge=0, le=5)] | None
    phash: Int | None
    blur: float | None
    palette: Annotated[str, _json(_is_palette)] | None
    exif: Annotated[str, _json(_is_map)] | None
    text: Annotated[str, _json(_are_texts)] | None
    warnings: Annotated[str, _json(_are_texts)] | None


class LayerLine(Line):
    """A layer of a document, as `library.layers` keeps it."""

    layer_id: Int
    path: list[Int]
    name: str
    kind: str
    visible: Flag
    opacity: Int
    fill: Int
    blend: str
    bbox: tuple[Int, Int, Int, Int]
    clipping: Flag
    mask: Flag
    text: str | None
    fonts: list[str]
    effects: list[str]
    locks: list[str]
    color_label: str | None
    smart_object: str | None
    pictured: Flag


class PromptLine(Line):
    """A generator's record without the prompts, both prompts, and which reader read them; no record is one, too."""

    record: str | None
    prompt: str | None
    negative: str | None
    reader: Count

    @model_validator(mode="after")
    def _readable(self) -> PromptLine:
        try:
            self.generator()
        except (CorruptError, ValueError):
            raise PydanticCustomError("record", "is no record of a generator") from None
        return self

    def generator(self) -> _core.Generator | None:
        """Return the record, None where the file has none."""
        if self.record is None:
            return None
        return _core.Generator.from_json(self.record, prompt=self.prompt, negative=self.negative)


class _Record(BaseModel):
    """The parts of a caption's record that are read without asking; see `models.record`."""

    model_config = ConfigDict(strict=True, extra="allow", allow_inf_nan=False)

    caption: Filled
    tags: list[str]
    labels: list[Annotated[list[Any], Field(min_length=2, max_length=2)]]
    image_type: str
    source: str
    quality: str
    hints: list[str] = []
    keywords: list[str] = []
    colours: list[str] = []
    facts: dict[str, str] = {}
    text: str = ""
    prompt: str = ""
    caption_ko: str = ""
    tags_ko: list[str] = []
    fields: dict[str, Any] = {}
    visible_text: str = ""
    safety: str = ""


def _recorded(record: dict[str, Any]) -> dict[str, Any]:
    _Record.model_validate(record)
    return record


class CaptionLine(Line):
    """What a model said of a picture."""

    version_key: Filled
    caption: Filled
    tags: list[str]
    labels: list[tuple[str, float]]
    image_type: str
    source: str
    quality: str
    keyword_text: str
    record: Annotated[dict[str, Any], AfterValidator(_recorded)]
    at: Int


class PictureLine(Line):
    """A picture; its number is that of its line. `path` lies below the root of that number, null where none is told."""

    digest: Digest
    root: Count | None
    path: RelativePath
    size: Count
    mtime_ns: Int
    added_at: Int
    facts: Facts
    layers: list[LayerLine] = []
    prompt: PromptLine | None = None
    captions: list[CaptionLine] = []
    facets: list[tuple[str, str]] = []
    tags: list[tuple[Annotated[str, _known(DERIVED)], Filled]] = []
    layer_pictures: list[tuple[Int, Digest]] = []


class DoneLine(Line):
    """The (phase, version key, time, milliseconds) that count as done of a picture."""

    picture: Count
    done: list[tuple[Filled, Filled, Int, Int | None]]


class NoteLine(Line):
    """What the user wrote about a picture."""

    body: Filled
    at: Int


class CommentLine(Line):
    """A comment; a deleted one says nothing. `versions` are (wording, since when) before each edit."""

    author: Filled
    body: str
    created_at: Int
    edited_at: Int | None
    deleted_at: Int | None
    versions: list[tuple[str, Int]] = []


class MarksLine(Line):
    """What the user says of a picture."""

    picture: Count
    rating: Annotated[int, Field(ge=0, le=5)] | None = None
    label: Annotated[str, _known(LABELS)] | None = None
    note: NoteLine | None = None
    tags: list[Name] = []
    comments: list[CommentLine] = []


class TagLine(Line):
    """A tag of the user; the tag above it stands before it."""

    name: Name
    parent: Name | None
    color: Color | None
    at: Int
    aliases: list[Name] = []


class CollectionLine(Line):
    """A collection; `parent` is the number of an earlier line, `cover` that of a picture."""

    name: Name
    parent: Count | None
    description: str
    query: str | None
    cover: Count | None
    created_at: Int
    updated_at: Int


class ItemsLine(Line):
    """Pictures of a collection, in its order, behind those of the lines before: (picture, since when)."""

    collection: Count
    items: Annotated[list[tuple[Count, Int]], Field(max_length=1000)]


class PresetLine(Line):
    """A query under a name."""

    name: Name
    query: str
    created_at: Int
    updated_at: Int
