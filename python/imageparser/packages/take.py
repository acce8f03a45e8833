"""Take a package into a library: first the pictures, then what models made of them, then what the user says of them.

Each batch is one transaction with the note of how far the import is, so that one that is broken off goes on when the
same is asked for again. What is the user's own is recorded and can be taken back.
"""

from __future__ import annotations

import itertools
import json
from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from imageparser import _core, clock
from imageparser.errors import CancelledError
from imageparser.library import (
    edits,
    filter_presets,
    layer_pictures,
    package_in,
    package_journal,
    package_lists,
    package_marks,
)
from imageparser.library import package_lines as shapes
from imageparser.library import vectors as vector_tables
from imageparser.library.thumbnails import Thumbnails
from imageparser.packages import check, layout
from imageparser.packages.locate import Locator
from imageparser.packages.matching import Matcher, Step
from imageparser.packages.report import Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from imageparser.library.connection import Database, Reader, Transaction
    from imageparser.library.package_journal import Going
    from imageparser.library.package_marks import Policy
    from imageparser.packages.layout import Vectors
    from imageparser.packages.reader import Package

T = TypeVar("T")
KIND = "package_import"
PICTURES, VECTORS, THUMBNAILS, DONE, MARKS = range(5)
SLICE = 200  # pictures in a transaction
MARKED = 5_000  # pictures whose marks are one change to take back


@dataclass(frozen=True)
class Wishes:
    """How a package is to be taken in; `roots` leads from folders of the other machine to those of this one."""

    policy: Policy = "keep"
    roots: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> str:
        """Return what is compared when an import goes on."""
        return json.dumps({"policy": self.policy, "roots": dict(self.roots)}, ensure_ascii=False, sort_keys=True)


@dataclass(frozen=True)
class Watch:
    """Who may stop an import, and who is told how far it is."""

    cancel: _core.CancelToken
    begin: Callable[[int], None] = lambda _: None
    passed: Callable[[int], None] = lambda _: None

    def stop(self) -> None:
        """Raise CancelledError where the import was cancelled."""
        if self.cancel.cancelled:
            raise CancelledError


def look(database: Database, package: Package, wishes: Wishes, watch: Watch) -> Report:
    """Tell what taking a package in would do; nothing is changed.

    Raises:
        PackageInvalidError and its like: the package is refused.
    """
    watch.begin(2 * package.manifest.counts.pictures)
    check.whole(package, watch.cancel, watch.passed)
    _fit(database.read(), package)
    report, locator = Report(), Locator(package.id, package.manifest.roots, wishes.roots)
    matcher, numbers = Matcher(locator), array("q")
    for first, lines in _batches(package.lines(layout.PICTURES, shapes.PictureLine), SLICE):
        places = locator.find(lines, watch.cancel)
        for step in matcher.steps(database.read(), first, lines, places):
            numbers.append(_count(report, step, locator))
        watch.passed(len(lines))
    reader = database.read()
    for _, marked in _batches(package.lines(layout.MARKS, shapes.MarksLine), MARKED):
        both = [(numbers[one.picture], one) for one in marked if numbers[one.picture]]
        for file_id, settled in package_marks.settle(reader, both, wishes.policy).items():
            report.differ(settled.conflicts, file_id)
        report.marked += len(marked)
    _compare_lists(reader, package, wishes.policy, report)
    counts = package.manifest.counts
    report.vectors, report.thumbnails = counts.vectors, counts.thumbnails
    return report


def take(database: Database, package: Package, wishes: Wishes, watch: Watch) -> Report:
    """Take a package in and return what was done; one that was broken off goes on.

    Raises:
        PackageInvalidError and its like: the package is refused, and the library is as it was.
        CancelledError: the import was cancelled; asked for again, it goes on.
        ChangedError: another process takes the same package in.
    """
    watch.begin(2 * package.manifest.counts.pictures)
    check.whole(package, watch.cancel, watch.passed)
    _fit(database.read(), package)
    return _Taking(database, package, wishes, watch).run()


class _Taking:
    """One import."""

    def __init__(self, database: Database, package: Package, wishes: Wishes, watch: Watch) -> None:
        self._database = database
        self._package = package
        self._policy = wishes.policy
        self._watch = watch
        self._locator = Locator(package.id, package.manifest.roots, wishes.roots)
        request, reader = wishes.as_json(), database.read()
        going = package_journal.unfinished(reader, package.id, request)
        if going is None:
            going = self._write(lambda tx: package_journal.begin(tx, package.id, request, clock.now_ms()))
        self._going: Going = going
        self._report = Report(**going.report)
        # 0 for a picture that is not in, or not any more.
        self._files = np.zeros(package.manifest.counts.pictures, np.int64)
        pairs = np.array(package_journal.matches(reader, going), np.int64).reshape(-1, 2)
        self._files[pairs[:, 0]] = pairs[:, 1]

    def run(self) -> Report:
        stages = (self._pictures, self._vectors, self._thumbnails, self._done, self._marks)
        for number, stage in enumerate(stages):
            if number == self._going.stage:
                stage()
                if number != MARKS:
                    self._write(lambda tx, after=number + 1: self._advance(tx, after, 0))  # type: ignore[misc]
        return self._report

    def _write(self, work: Callable[[Transaction], T]) -> T:
        self._watch.stop()
        return self._database.write(work)

    def _advance(self, tx: Transaction, stage: int, position: int) -> None:
        self._going = package_journal.advance(tx, self._going, stage, position, self._report.as_dict())

    def _pictures(self) -> None:
        start, matcher = self._going.position, Matcher(self._locator)
        lines = self._package.lines(layout.PICTURES, shapes.PictureLine, skip=max(0, start - 1))
        if start:
            matcher.resume(next(lines).digest, self._files.tolist())
        self._watch.passed(start)
        for first, batch in _batches(lines, SLICE, start):
            places = self._locator.find(batch, self._watch.cancel)
            steps = matcher.steps(self._database.read(), first, batch, places)
            ids = self._write(lambda tx, steps=steps: self._take_pictures(tx, steps))  # type: ignore[misc]
            for step, file_id in zip(steps, ids, strict=True):
                self._files[step.number] = file_id
                matcher.note(step.line.digest, file_id)
            self._watch.passed(len(batch))

    def _take_pictures(self, tx: Transaction, steps: list[Step]) -> list[int]:
        ids, now = [], clock.now_ms()
        for step in steps:
            _count(self._report, step, self._locator)
            if step.known is None:
                assert step.place is not None  # noqa: S101  # a new picture has a place, here or elsewhere
                ids.append(package_in.add(tx, step.line, step.place, step.unread, now))
                continue
            ids.append(step.known.id)
            if step.place is not None:
                package_in.relink(tx, step.known.id, step.place)
            package_in.supplement(tx, step.known.id, step.line)
        package_journal.match(tx, self._going, ((step.number, one) for step, one in zip(steps, ids, strict=True)))
        self._advance(tx, PICTURES, steps[-1].number + 1)
        return ids

    def _vectors(self) -> None:
        done = self._going.position
        sets = ((told, one) for told in self._package.manifest.vectors for one in self._rows(told))
        for place, (told, (keys, rows)) in enumerate(sets):
            if place >= done:
                self._write(lambda tx, args=(told, keys, rows, place): self._put_vectors(tx, *args))  # type: ignore[misc]

    def _rows(self, told: Vectors) -> Iterator[tuple[Any, Any]]:
        return check.vector_rows(self._package, told, self._watch.cancel)

    def _put_vectors(self, tx: Transaction, told: Vectors, keys: Any, rows: Any, place: int) -> None:
        if told.owner == vector_tables.FILE:
            ids = self._files[keys]
            here = np.isin(ids, np.array(sorted(package_in.known(tx, ids.tolist())), np.int64))
        else:
            digests = [key.tobytes().hex() for key in keys]
            numbers = layer_pictures.ids(tx, digests)
            ids = np.array([numbers.get(digest, 0) for digest in digests], np.int64)
            here = ids > 0
        matrix = rows[here].astype(np.float32)
        self._report.vectors += package_in.put_vectors(
            tx, told.kind, told.version_key, ids[here], matrix, owner=told.owner
        )
        self._advance(tx, VECTORS, place + 1)

    def _thumbnails(self) -> None:
        if not self._package.manifest.options.thumbnails:
            return
        # Named by contents, and what is there stays: those that came in before a kill are passed over.
        thumbnails, count = Thumbnails(self._database.thumbnails), 0
        for digest, webp in check.thumbnails(self._package, self._watch.cancel):
            if not thumbnails.path(digest).exists():
                thumbnails.write(digest, webp)
                count += 1
        self._report.thumbnails += count

    def _done(self) -> None:
        lines = self._package.lines(layout.DONE, shapes.DoneLine, skip=self._going.position)
        for first, batch in _batches(lines, MARKED, self._going.position):
            self._write(lambda tx, first=first, batch=batch: self._put_done(tx, first, batch))  # type: ignore[misc]

    def _put_done(self, tx: Transaction, first: int, batch: list[shapes.DoneLine]) -> None:
        files = {line.picture: int(self._files[line.picture]) for line in batch}
        package_in.put_done(tx, batch, files)
        self._advance(tx, DONE, first + len(batch))

    def _marks(self) -> None:
        """Take in what is the user's own: tags with the first pictures, collections and presets with the last."""
        start = self._going.position
        lists = _Lists(self._package)
        lines = self._package.lines(layout.MARKS, shapes.MarksLine, skip=start)
        batches = itertools.chain(_batches(lines, MARKED, start), [None])
        batch = next(batches)
        while True:
            after = next(batches, None) if batch is not None else None
            self._write(lambda tx, now=batch, last=after is None: self._record(tx, now, lists, last=last))  # type: ignore[misc]
            if after is None:
                return
            batch = after

    def _record(
        self, tx: Transaction, batch: tuple[int, list[shapes.MarksLine]] | None, lists: _Lists, *, last: bool
    ) -> None:
        first, lines = batch if batch is not None else (self._going.position, [])
        now = clock.now_ms()
        summary = {"package": self._package.path.name, "pictures": len(lines)}
        _, number = edits.record(tx, KIND, summary, lambda: self._put_marks(tx, first, lines, lists, last=last), now)
        if number is not None:
            self._report.edits.append(number)
        self._advance(tx, MARKS, first + len(lines))
        if last:
            package_journal.finish(tx, self._going, now)

    def _put_marks(
        self, tx: Transaction, first: int, lines: list[shapes.MarksLine], lists: _Lists, *, last: bool
    ) -> None:
        now = clock.now_ms()
        if first == 0:
            _compare_tags(tx, lists, self._policy, self._report)
            package_lists.put_tags(tx, lists.tags, self._policy, now)
        known = package_in.known(tx, (self._files[line.picture] for line in lines))
        both = [(number, line) for line in lines if (number := int(self._files[line.picture])) in known]
        settled = package_marks.settle(tx, both, self._policy)
        for file_id, one in settled.items():
            self._report.differ(one.conflicts, file_id)
        package_marks.apply(tx, settled, now)
        self._report.marked += len(both)
        if last:
            self._put_lists(tx, lists, now)

    def _put_lists(self, tx: Transaction, lists: _Lists, now: int) -> None:
        _compare_collections(tx, lists, self._policy, self._report)
        here = package_in.known(tx, {int(self._files[n]) for ids, _ in lists.items.values() for n in ids})
        items = {}
        for place, (pictures, since) in lists.items.items():
            ids = self._files[np.array(pictures, np.int64)]
            kept = np.isin(ids, np.array(sorted(here), np.int64))
            items[place] = (ids[kept], np.array(since, np.int64)[kept])
        covers = [None if one.cover is None else int(self._files[one.cover]) or None for one in lists.collections]
        alive = package_in.known(tx, (one for one in covers if one is not None))
        covers = [one if one in alive else None for one in covers]
        created, added = package_lists.put_collections(
            tx, lists.collections, items, covers, policy=self._policy, now_ms=now
        )
        self._report.collections += created
        self._report.added += added
        self._report.presets += package_lists.put_presets(tx, lists.presets, self._policy, now)


class _Lists:
    """Tags, collections with their pictures and presets of a package; numbers of pictures take eight bytes each."""

    def __init__(self, package: Package) -> None:
        self.tags = list(package.lines(layout.TAGS, shapes.TagLine))
        self.collections = list(package.lines(layout.COLLECTIONS, shapes.CollectionLine))
        self.presets = list(package.lines(layout.PRESETS, shapes.PresetLine))
        self.items: dict[int, tuple[array[int], array[int]]] = {}
        for line in package.lines(layout.ITEMS, shapes.ItemsLine):
            pictures, since = self.items.setdefault(line.collection, (array("q"), array("q")))
            pictures.extend(picture for picture, _ in line.items)
            since.extend(at for _, at in line.items)


def _compare_lists(reader: Reader, package: Package, policy: Policy, report: Report) -> None:
    lists = _Lists(package)
    _compare_tags(reader, lists, policy, report)
    _compare_collections(reader, lists, policy, report)
    numbers = package_lists.collection_numbers(reader, lists.collections)
    report.collections = sum(number is None for number in numbers)
    report.presets = sum(filter_presets.find(reader, line.name) is None for line in lists.presets)


def _compare_tags(reader: Reader, lists: _Lists, policy: Policy, report: Report) -> None:
    report.differ(package_lists.tag_conflicts(reader, lists.tags, policy))


def _compare_collections(reader: Reader, lists: _Lists, policy: Policy, report: Report) -> None:
    report.differ(package_lists.collection_conflicts(reader, lists.collections, policy))
    report.differ(package_lists.preset_conflicts(reader, lists.presets, policy))


def _fit(reader: Reader, package: Package) -> None:
    """Refuse vectors that have another length than the library's of the same version key."""
    for told in package.manifest.vectors:
        state = vector_tables.state(reader, told.kind, told.version_key)
        if state is not None and state.dim != told.dim:
            raise package.invalid(f"{told.member}: {told.version_key} has {state.dim} numbers here, not {told.dim}")


def _count(report: Report, step: Step, locator: Locator) -> int:
    """Count what becomes of a picture and return its number in the library, 0 for a new one."""
    if step.known is None:
        report.new += 1
    else:
        report.matched += 1
    if step.place is not None and step.place.here:
        report.relinked += 1
        report.link(locator.folder(step.line))
    elif step.place is not None or (step.known is not None and (step.known.away or step.known.missing)):
        report.away += 1
    return 0 if step.known is None else step.known.id


def _batches(lines: Iterable[T], size: int, first: int = 0) -> Iterator[tuple[int, list[T]]]:
    rest = iter(lines)
    while batch := list(itertools.islice(rest, size)):
        yield first, batch
        first += len(batch)
