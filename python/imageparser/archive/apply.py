"""Move files as planned: nothing is ever replaced, and every moment can be the last one.

A file is always at its source, at its temporary name or at its target, and the journal says which names those are.
Where a file is in truth is seen by looking for it by its marks, so that the journal may be behind.
"""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from imageparser import _core
from imageparser.archive import copying, journal
from imageparser.archive.naming import numbered, parted
from imageparser.archive.walk import join, marks_of, shown
from imageparser.errors import CancelledError, ChangedError, ExistsError, ImageParserError, NotFoundError
from imageparser.intake import disk
from imageparser.library.journal import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from imageparser.archive.journal import Journal
    from imageparser.archive.walk import Marks
    from imageparser.library.journal import Item


OPEN = (State.PENDING, State.HELD, State.COPIED)
MANY = 10_000


class Applier:
    """Bring every file of a job to its target."""

    def __init__(self, job: Journal, cancel: _core.CancelToken, settled: Callable[[list[Item]], None]) -> None:
        """`settled` is called with a picture and its side files when what became of them is written."""
        self._job = job
        self._cancel = cancel
        self._settled = settled
        self._made: set[str] = set()

    def run(self) -> bool:
        """Do what is still to be done; False where it was cancelled before the end."""
        groups = grouped(self._job.items)
        for group in groups:
            if group[0].number in self._job.early and not self._cancel.cancelled:
                self._vacate(group)
        for group in groups:
            if self._cancel.cancelled:
                break
            self._place(group)
            self._job.write_some()
        else:
            self._job.write()
            return True
        self._cancel = _core.CancelToken()  # what was begun comes to its end
        for group in groups:
            self._give_back(group)
        self._job.write()
        return False

    def _vacate(self, group: list[Item]) -> None:
        for item in group:
            if item.state is State.PENDING and item.temporary:
                self._guarded(item, self._hold)

    def _place(self, group: list[Item]) -> None:
        if not any(item.state in OPEN for item in group):
            return
        picture, *sides = group
        if picture.state in OPEN:
            self._guarded(picture, self._move)
        if picture.state in OPEN:  # cancelled in the middle of a copy
            return
        for item in sides:
            if item.state in OPEN and picture.state is State.DONE:
                self._guarded(item, self._move)
            elif item.state in OPEN:
                self._fail(item, "failed", "its picture stays")
        self._job.then(lambda: self._settled(group))

    def _give_back(self, group: list[Item]) -> None:
        """Let no file keep its temporary name: back where that is possible, else to the end."""
        for item in group:
            if item.state is State.HELD:
                with contextlib.suppress(ImageParserError, OSError):
                    self._return(item, item.source)
        if any(item.state is State.HELD for item in group):
            self._place(group)

    def _guarded(self, item: Item, step: Callable[[Item], None]) -> None:
        try:
            step(item)
        except CancelledError:
            pass
        except ImageParserError as error:
            self._fail(item, error.code, error.message)
        except OSError as error:
            found = disk.explained(error)
            self._fail(item, found.code, found.message)

    def _fail(self, item: Item, code: str, message: str) -> None:
        if item.state is State.HELD:
            message += f"; the file is now {shown(self._brought_back(item))}"
        item.state, item.message = State.FAILED, f"{code}: {message}"
        self._job.note(item)

    def _brought_back(self, item: Item) -> str:
        """Take a file from its temporary name to its old one, or to the nearest that is free; return where it is."""
        folder, name = os.path.split(item.source)
        stem, tail = os.path.splitext(name)
        base, _ = parted(stem)
        others = (join(folder, numbered(base, number, tail) + tail) for number in range(1, MANY))
        for path in (item.source, *others):
            try:
                self._return(item, path)
            except ExistsError:
                continue
            except (ImageParserError, OSError):
                break
            return path
        return item.temporary or item.source

    def _hold(self, item: Item) -> None:
        temporary = item.temporary or item.source
        marks = self._checked(item, item.source)
        disk.rename(item.source, temporary)
        item.state = State.HELD
        self._job.note(item, journal.moved(item, item.source, temporary, marks))

    def _return(self, item: Item, path: str) -> None:
        temporary = item.temporary or item.source
        marks = self._checked(item, temporary)
        disk.rename(temporary, path)
        item.state = State.PENDING
        self._job.note(item, journal.moved(item, temporary, path, marks))

    def _move(self, item: Item) -> None:
        if item.temporary and item.state is State.PENDING:
            self._hold(item)
        here = item.temporary if item.temporary and item.state is State.HELD else item.source
        marks = self._checked(item, here)
        self._make_folder(os.path.dirname(item.target))
        if not disk.rename(here, item.target):
            marks = copying.across(self._job, item, here, self._cancel)
        item.state, item.message = State.DONE, None
        self._job.note(item, journal.moved(item, here, item.target, marks))

    def _checked(self, item: Item, path: str) -> Marks:
        marks = marks_of(path)
        if marks is None:
            raise NotFoundError("the file is gone")
        if marks != (item.size, item.mtime_ns, item.file_id):
            raise ChangedError
        return marks

    def _make_folder(self, folder: str) -> None:
        if folder not in self._made:
            os.makedirs(folder, exist_ok=True)
            self._made.add(folder)


def grouped(items: list[Item]) -> list[list[Item]]:
    """Return the items by picture, each picture before its side files."""
    found: dict[int, list[Item]] = {}
    for item in items:
        found.setdefault(item.picture, []).append(item)
    return list(found.values())
