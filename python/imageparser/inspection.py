"""What one file holds, read without a library."""

from __future__ import annotations

import json
import os
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias, TypedDict, cast

from imageparser import _core
from imageparser.errors import ImageParserError
from imageparser.text import nfc, path_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_BATCH = 16

Stealth: TypeAlias = Literal["auto", "check", "never"]


class InspectionError(TypedDict):
    """Why a file could not be read."""

    code: str
    message: str


class CharacterPrompt(TypedDict):
    """The prompts of one character; its position are the parts of width and height."""

    prompt: str
    negative: str
    position: tuple[float, float] | None


class PromptTag(TypedDict):
    """A tag of a prompt: the form that is compared, the spelling, the emphasis, and the prompt that it belongs to."""

    tag: str
    text: str
    weight: float
    set: Literal["positive", "negative", "character", "character_negative"]
    character: int | None


class Generator(TypedDict):
    """What the generator of a picture wrote about how it made it; None where it says nothing."""

    name: str
    source: str
    prompt: str | None
    negative: str | None
    characters: list[CharacterPrompt]
    tags: list[PromptTag]
    seed: int | None
    steps: int | None
    sampler: str | None
    cfg: float | None
    model: str | None
    size: tuple[int, int] | None
    loras: list[dict[str, Any]]
    software: str | None
    version: str | None
    raw: dict[str, str]
    found_in: list[str]
    differences: list[str]
    stealth: bool
    signature: Literal["valid", "present", "absent"]
    how: str | None


class Inspection(TypedDict):
    """One file; width and height are as stored, before the orientation is applied."""

    path: str
    ok: bool
    format: str | None
    width: int | None
    height: int | None
    depth: int | None
    color_mode: str | None
    channels: int | None
    orientation: int | None
    icc: str | None
    digest: str | None
    exif: dict[str, Any]
    text: dict[str, str]
    generator: Generator | None
    layer_count: int
    layers: list[dict[str, Any]]
    has_merged: bool | None
    palette: list[tuple[str, float]]
    phash: str | None
    error: InspectionError | None


def inspect(path: str | bytes | os.PathLike[str], *, stealth: Stealth = "check") -> Inspection:
    """Read one file; one that cannot be read is told by `ok` and `error`, never by an exception."""
    return next(inspect_many([path], stealth=stealth))


def inspect_many(
    paths: Iterable[str | bytes | os.PathLike[str]], *, stealth: Stealth = "check"
) -> Iterator[Inspection]:
    """Read files, some at a time, and yield one result for each in order.

    `stealth` says when a generator's record is searched in the pixels: always ("check"), only where nothing else was
    found ("auto"), or "never".
    """
    rest = iter(paths)
    while batch := [os.fsencode(path) for path in islice(rest, _BATCH)]:
        results = _core.ingest(batch, stealth=stealth)
        for path, result in zip(batch, results, strict=True):
            yield _failed(path, result) if isinstance(result, _core.Failure) else _read(path, result)


def _empty(path: bytes) -> Inspection:
    return Inspection(
        path=path_text(path),
        ok=False,
        format=None,
        width=None,
        height=None,
        depth=None,
        color_mode=None,
        channels=None,
        orientation=None,
        icc=None,
        digest=None,
        exif={},
        text={},
        generator=None,
        layer_count=0,
        layers=[],
        has_merged=None,
        palette=[],
        phash=None,
        error=None,
    )


def _with_header(found: Inspection, probe: _core.Probe) -> None:
    found["format"] = probe.format
    found["width"], found["height"] = probe.width, probe.height
    found["depth"], found["color_mode"], found["channels"] = probe.depth, probe.color_mode, probe.channels
    found["orientation"], found["icc"] = probe.orientation, probe.icc


def _read(path: bytes, record: _core.Record) -> Inspection:
    found = _empty(path)
    _with_header(found, record.probe)
    found["ok"] = True
    found["digest"] = record.digest
    found["exif"] = {nfc(name): value for name, value in record.exif.items()}
    found["text"] = dict(record.text)
    found["generator"] = generator_object(record.generator)
    found["layer_count"] = record.layer_count
    found["layers"] = [layer_object(layer) for layer in record.layers]
    # A document that says nothing about it comes from a program that always writes the merged picture.
    silent = record.has_merged is None and record.probe.format in ("psd", "psb")
    found["has_merged"] = True if silent else record.has_merged
    found["palette"] = list(record.palette)
    found["phash"] = f"{record.phash & 0xFFFF_FFFF_FFFF_FFFF:016x}"
    return found


def generator_object(record: _core.Generator | None) -> Generator | None:
    """Return the record of a generator in its JSON form."""
    return None if record is None else cast("Generator", json.loads(record.json))


def layer_object(layer: _core.Layer) -> dict[str, Any]:
    """Return a layer in its JSON form."""
    names = ("id", "path", "name", "kind", "visible", "opacity", "blend", "bbox", "clipping", "mask", "text")
    return {name: getattr(layer, name) for name in (*names, "effects", "fonts")}


def _failed(path: bytes, failure: _core.Failure) -> Inspection:
    """Tell why, and whatever the header still says."""
    found = _empty(path)
    found["error"] = InspectionError(code=failure.code, message=failure.message)
    try:
        _with_header(found, _core.probe(path))
        found["digest"] = _core.digest(path)
    except (ImageParserError, OSError):
        return found
    return found


class Written(NamedTuple):
    """A picture file that was written."""

    path: Path
    width: int
    height: int
    size: int


def write_thumbnail(path: str | bytes | os.PathLike[str], out: Path, *, size: int, quality: int) -> Written:
    """Write a small WebP of a picture; `out` is whole or untouched.

    Raises:
        ImageParserError: the picture cannot be read.
        OSError: `out` cannot be written.
    """
    webp = _core.thumbnail(os.fsencode(path), size=size, quality=quality)
    temporary = out.with_name(f"{out.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(webp)
        temporary.replace(out)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    made = _core.probe(os.fsencode(out))
    return Written(out, made.width, made.height, len(webp))
