"""Find the pictures that have every one of some tags, or any: in the library at once, or in a folder as it is now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from imageparser.archive.look import BATCH, Looker, looks_like
from imageparser.archive.report import Outcome, Status
from imageparser.archive.thumbs import Marked, Thumbs
from imageparser.errors import CancelledError, UsageError
from imageparser.library import paths, postings, prompts, wanted_tags
from imageparser.text import key_of, path_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from imageparser.archive.look import Look
    from imageparser.archive.report import Report
    from imageparser.archive.thumbs import Preview, ThumbOptions
    from imageparser.library.connection import Database
    from imageparser.library.prompts import Page
    from imageparser.library.wanted_tags import Groups
    from imageparser.settings import ScanSettings

LIMIT = 2_000
_NAMED = 5  # stale files that a log line names


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What is looked for: tags as a person writes them; without a folder the library answers, a page at a time."""

    tags: str
    walking: ScanSettings
    folder: str | None = None
    include_negative: bool = False
    limit: int = LIMIT
    offset: int = 0
    thumbs: ThumbOptions | None = None
    workers: int = 0


def search(database: Database, request: SearchRequest, report: Report) -> dict[str, Any]:
    """Report every picture found, by path; return how many were reported and how many there are.

    Raises:
        UsageError: no tag was named.
        NotFoundError: the folder does not exist.
    """
    wanted = wanted_tags.parse(request.tags)
    if not wanted:
        raise UsageError("tags is required")
    thumbs = _previews_of(request, report)
    if request.folder is None:
        return _in_library(database, wanted, request, report, thumbs)
    return _in_folder(database, wanted, request, report, thumbs)


def _previews_of(request: SearchRequest, report: Report) -> Thumbs | None:
    options = request.thumbs
    return None if options is None else Thumbs(options, workers=request.workers, cancel=report.cancel)


def _in_library(
    database: Database, wanted: Groups, request: SearchRequest, report: Report, thumbs: Thumbs | None
) -> dict[str, Any]:
    with database.read().snapshot() as reader:
        ids = postings.find(reader, wanted, negative=request.include_negative)
        limit = request.limit or LIMIT
        page_ids, total = paths.order_of(database).page(reader, ids, offset=request.offset, limit=limit)
        page = prompts.some(reader, page_ids)
        sets = postings.matched(reader, [row.codes for row in page], _tags(wanted))
    fresh = [(row, named) for row, named in zip(page, sets, strict=True) if looks_like(row.raw, row.size, row.mtime_ns)]
    _tell_stale(page, [row for row, _ in fresh], report)
    report.begin(len(fresh))
    for some in _slices(fresh):
        _check(report)
        files = [Marked(key_of(row.raw), row.raw, row.size, row.mtime_ns) for row, _ in some] if thumbs else []
        previews = thumbs.previews(files) if thumbs else [None] * len(some)
        for (row, named), preview in zip(some, previews, strict=True):
            report.result(_hit(row.raw, named, preview))
    if thumbs:
        thumbs.prune()
    return {"count": len(fresh), "total": total}


def _in_folder(
    database: Database, wanted: Groups, request: SearchRequest, report: Report, thumbs: Thumbs | None
) -> dict[str, Any]:
    looker = Looker(database, request.folder or "", walking=request.walking, workers=request.workers, report=report)
    report.begin(len(looker.files))
    count = 0
    for looks in looker:
        found = [_matched(look, wanted, negative=request.include_negative) for look in looks]
        hits = [look.file for look, named in zip(looks, found, strict=True) if named is not None]
        previews = iter(thumbs.previews(hits) if thumbs else [None] * len(hits))
        for look, named in zip(looks, found, strict=True):
            if look.error is not None:
                report.result(Outcome(Status.ERROR, path_text(look.file.raw), message=look.error))
            elif named is not None:
                count += 1
                report.result(_hit(look.file.raw, named, next(previews)))
            else:
                report.passed()
    if thumbs:
        thumbs.prune()
    return {"count": count, "total": count}


def _matched(look: Look, wanted: Groups, *, negative: bool) -> dict[str, list[str]] | None:
    """Return in which sets each tag stands, None where a group has none that stands in one that is looked at."""
    if look.error is not None:
        return None
    shown = set(postings.set_names(negative=negative))
    found = {tag: [name for name in postings.KINDS if tag in look.tags.get(name, ())] for tag in _tags(wanted)}
    return found if all(any(shown.intersection(found[tag]) for tag in group) for group in wanted) else None


def _tags(wanted: Groups) -> list[str]:
    return list(dict.fromkeys(tag for group in wanted for tag in group))


def _hit(raw: bytes, sets: dict[str, list[str]], preview: Preview | None) -> Outcome:
    path = preview.path if preview else None
    message = preview.message if preview else None
    return Outcome(Status.OK, path_text(raw), message=message, preview=path, details={"sets": sets})


def _tell_stale(page: Sequence[Page], fresh: Sequence[Page], report: Report) -> None:
    """Say which rows were left out because their files are not what was read."""
    known = {row.id for row in fresh}
    stale = [path_text(row.raw) for row in page if row.id not in known]
    if stale:
        named = ", ".join(stale[:_NAMED]) + (", ..." if len(stale) > _NAMED else "")
        report.log(f"left out, changed or gone since the last scan: {len(stale)} ({named})")


def _slices(found: list[tuple[Page, dict[str, list[str]]]]) -> Iterator[list[tuple[Page, dict[str, list[str]]]]]:
    for begin in range(0, len(found), BATCH):
        yield found[begin : begin + BATCH]


def _check(report: Report) -> None:
    if report.cancel.cancelled:
        raise CancelledError
