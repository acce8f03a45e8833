"""What a package is made of: its members, its manifest, and how large any of them may be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from imageparser.library import package_lines as lines
from imageparser.library.package_lines import Count, Digest, Filled, Line

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMAT, VERSION = "imageparser-package", 1
SUFFIX = ".ipkg"
MANIFEST = "manifest.json"
PICTURES, DONE, MARKS = "pictures.jsonl", "done.jsonl", "marks.jsonl"
TAGS, COLLECTIONS, ITEMS, PRESETS = "tags.jsonl", "collections.jsonl", "items.jsonl", "presets.jsonl"
THUMBNAILS = "thumbnails.bin"
SHAPES: dict[str, type[Line]] = {
    PICTURES: lines.PictureLine,
    DONE: lines.DoneLine,
    MARKS: lines.MarksLine,
    TAGS: lines.TagLine,
    COLLECTIONS: lines.CollectionLine,
    ITEMS: lines.ItemsLine,
    PRESETS: lines.PresetLine,
}
_VECTORS = re.compile(r"vectors/\d{3}\.(ids|f32)")

MOST_MEMBERS = 4096
MOST_DIRECTORY = 4 << 20
MOST_MANIFEST = 16 << 20
MOST_LINE = 32 << 20
MOST_BYTES = 4 << 40
MOST_THUMBNAIL = 4 << 20
# The best that deflate does is about 1000; texts of our kind stay far below this.
MOST_RATIO, SMALL = 400, 4 << 20
MOST_DIMENSIONS = 1 << 16
# Tags, collections and presets are held in memory, and the numbers of the pictures of collections.
MOST_LISTED, MOST_LIST, MOST_ITEMS = 1_000_000, 256 << 20, 20_000_000
LISTS = (TAGS, COLLECTIONS, PRESETS)
ID_BYTES = {"file": 4, "layer_picture": 32}


class Member(Line):
    """A member of the zip beside the manifest, with its size unpacked."""

    name: str
    size: Annotated[int, Field(ge=0, le=MOST_BYTES)]
    sha256: Digest


class Vectors(Line):
    """The vectors of one version key: `vectors/NNN.ids` and `vectors/NNN.f32`, numbers of pictures or layer digests."""

    member: Annotated[str, Field(pattern=r"^vectors/\d{3}$")]
    kind: Annotated[str, Field(pattern=r"^[A-Z]{1,8}$")]
    version_key: Filled
    dim: Annotated[int, Field(ge=1, le=MOST_DIMENSIONS)]
    owner: Literal["file", "layer_picture"]
    count: Count


class Chosen(Line):
    """What was chosen; a share says nothing of a folder or a query."""

    what: Literal["library", "folder", "collection", "query", "ids"]
    text: str | None = None


class Options(Line):
    """What went into the package; without `paths` it is a read-only share."""

    thumbnails: bool
    vectors: bool
    paths: bool
    names: bool
    notes: bool


class Counts(Line):
    """How much of each is in the package; `left_out` pictures were chosen and have not been read yet."""

    pictures: Annotated[int, Field(ge=0, lt=1 << 32)]
    marked: Count
    tags: Annotated[int, Field(ge=0, le=MOST_LISTED)]
    collections: Annotated[int, Field(ge=0, le=MOST_LISTED)]
    presets: Annotated[int, Field(ge=0, le=MOST_LISTED)]
    captions: dict[str, Count]
    vectors: Count
    thumbnails: Count
    left_out: Count


class Manifest(Line):
    """The manifest; `roots` are the folders of the first machine, by their numbers."""

    format: Literal["imageparser-package"]
    version: Literal[1]
    program: str
    made_at: lines.Int
    chosen: Chosen
    options: Options
    roots: list[str]
    counts: Counts
    vectors: Annotated[list[Vectors], Field(max_length=1000)]
    members: Annotated[list[Member], Field(max_length=MOST_MEMBERS)]


def is_name(name: str) -> bool:
    """Tell whether a member of a package may have a name."""
    return name in (MANIFEST, THUMBNAILS, *SHAPES) or bool(_VECTORS.fullmatch(name))


def needed(manifest: Manifest) -> Iterator[str]:
    """Yield the names of the members that a package with this manifest has, the manifest left out."""
    yield from SHAPES
    for one in manifest.vectors:
        yield from (f"{one.member}.ids", f"{one.member}.f32")
    if manifest.options.thumbnails:
        yield THUMBNAILS
