"""Make the values of a variable out of a folder of pictures: each picture names a value by the tags of its own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from imageparser import _core
from imageparser.archive.presets import Collector, check
from imageparser.archive.report import Outcome, Status
from imageparser.errors import CancelledError, NotFoundError, UsageError
from imageparser.library import prompts
from imageparser.settings import ScanSettings
from imageparser.text import name_of, nfc, path_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from imageparser.archive.report import Report
    from imageparser.library import Database

_SUFFIXES = (".png", ".webp", ".jpg", ".jpeg")
_WANTED = ("positive", "character")
_UNWANTED = ("negative", "character_negative")
_BATCH = 64

# Canonical form to the spelling that was met first, in the order of the prompt.
Tags = dict[str, str]


class Mode(StrEnum):
    """What pictures share, and what a value keeps.

    intersection: shared is what every picture has; a value keeps the rest.
    union: shared is what any picture has; a value keeps all of its own.
    difference: shared is what more than one picture has; a value keeps what no other has.
    """

    INTERSECTION = "intersection"
    UNION = "union"
    DIFFERENCE = "difference"


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """Which folder, and what of it."""

    folder: Path
    include_negative: bool = False
    mode: Mode = Mode.INTERSECTION
    threads: int = 0
    walking: ScanSettings = field(default_factory=ScanSettings)


def build(library: Database, request: BuildRequest, report: Report) -> dict[str, Any]:
    """Return a variable named after the folder, with one value for each picture that has tags.

    A picture that has none is told and takes no part, so that it does not empty what all share.

    Raises:
        NotFoundError: the folder does not exist.
        UsageError: no picture is in it.
        CancelledError: the report's token was raised.
    """
    if not request.folder.is_dir():
        raise NotFoundError(f"job failed: not a folder: {request.folder}")
    found = _pictures(request, report)
    if not found:
        raise UsageError("job failed: no images found")
    report.begin(len(found))
    sets = _WANTED + (_UNWANTED if request.include_negative else ())
    pictures: list[tuple[str, Tags]] = []
    for first in range(0, len(found), _BATCH):
        pictures += _tagged(library, found[first : first + _BATCH], sets, request.threads, report)
    return _payload(request, pictures, len(found), report)


def _pictures(request: BuildRequest, report: Report) -> list[_core.Found]:
    """Return the pictures that can hold a prompt, by path."""
    found: list[_core.Found] = []
    walking = request.walking
    scanner = _core.Scanner(
        [request.folder.absolute()],
        exclude=walking.exclude,
        default_excludes=walking.default_excludes,
        hidden=walking.hidden,
        cancel=report.cancel,
    )
    for batch in scanner:
        _poll(report)
        found += (one for one in batch.added if one.key.lower().endswith(_SUFFIXES))
    _poll(report)
    return sorted(found, key=lambda one: one.key)


def _poll(report: Report) -> None:
    if report.cancel.cancelled:
        raise CancelledError


def _tagged(
    library: Database, found: Sequence[_core.Found], sets: Sequence[str], threads: int, report: Report
) -> Iterator[tuple[str, Tags]]:
    """Yield name and tags of each picture that has some; the others are told."""
    _poll(report)
    known = prompts.trusted(library.read(), [one.key for one in found])
    trusted = {
        one.key: stored.generator
        for one in found
        if (stored := known.get(one.key)) is not None and (stored.size, stored.mtime_ns) == (one.size, one.mtime_ns)
    }
    rest = [one for one in found if one.key not in trusted]
    read = _core.read_prompts([one.raw for one in rest], threads=threads, cancel=report.cancel)
    results = dict(zip((one.key for one in rest), read, strict=True))
    for one in found:
        _poll(report)
        result = results.get(one.key)
        if isinstance(result, _core.Failure):
            _poll(report)
            report.result(Outcome(Status.ERROR, path_text(one.raw), message=f"{result.code}: {result.message}"))
            continue
        record = trusted.get(one.key) if result is None else result.generator
        tags = _tags(record, sets)
        if tags:
            report.passed()
            yield _stem(one.key), tags
        else:
            message = "no metadata" if record is None else "no tags"
            report.result(Outcome(Status.UNKNOWN, path_text(one.raw), message=message))


def _stem(key: str) -> str:
    return name_of(key).rpartition(".")[0]


def _tags(record: _core.Generator | None, sets: Sequence[str]) -> Tags:
    """Return the tags of a record, set by set, each in the spelling that came first."""
    found: Tags = {}
    given = record.tags if record else []
    for wanted in sets:
        for tag, text, _, kind, _ in given:
            if kind == wanted:
                found.setdefault(tag, text)
    return found


def _split(mode: Mode, pictures: Sequence[tuple[str, Tags]]) -> tuple[Tags, Callable[[str], bool]]:
    """Return what the pictures share, and whether a value keeps a tag.

    One picture by itself shares nothing with others.
    """
    counts = Counter(tag for _, tags in pictures for tag in tags)
    most = len(pictures)
    least = {Mode.INTERSECTION: max(most, 2), Mode.UNION: 1, Mode.DIFFERENCE: 2}[mode]
    shared: Tags = {}
    for _, tags in pictures:
        for tag, text in tags.items():
            if counts[tag] >= least:
                shared.setdefault(tag, text)
    return shared, lambda tag: mode is Mode.UNION or tag not in shared


def _payload(request: BuildRequest, pictures: list[tuple[str, Tags]], total: int, report: Report) -> dict[str, Any]:
    shared, kept = _split(request.mode, pictures)
    into = Collector(report.cancel)
    for name, tags in pictures:
        into.put(name, {tag: text for tag, text in tags.items() if kept(tag)}, f"values[{len(into.values)}]")
    check.tell(into)
    return {
        "variable_name": nfc(request.folder.resolve().name) or None,
        "values": [value.payload() for value in into.values],
        "common_tags": list(shared.values()),
        "stats": {
            "total": total,
            "tagged": len(pictures),
            "common_count": len(shared),
            "empty_unique": sum(not value.tags for value in into.values),
        },
        "problems": [problem.payload() for problem in into.told()],
    }
