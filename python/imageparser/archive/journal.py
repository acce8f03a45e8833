"""A job that moves files: its plan is written before the first change, and what became of each file after it."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

import psutil

from imageparser import clock
from imageparser.archive.walk import OURS, join, marks_of, shown
from imageparser.library import journal
from imageparser.library.journal import Item, JobRow, JobState, Move, NewJob
from imageparser.text import key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from imageparser.archive.plan import Group
    from imageparser.archive.walk import Marks
    from imageparser.library.connection import Database, Transaction

GROUP_FILES = 64  # files that may have been moved before that is written
GROUP_SECONDS = 0.25
_SAME_START = 2.0  # seconds; the system's own idea of when a process began moves with its clock
_AT_WORK: set[tuple[str, int]] = set()  # the jobs that this process works on


@dataclass(frozen=True, slots=True)
class Request:
    """What a job was asked for; `deciding` is what its digest is made of."""

    kind: str
    folder: str
    deciding: Mapping[str, Any]
    undoes: int | None = None

    @property
    def digest(self) -> str:
        """The same for requests that ask for the same."""
        from hashlib import sha256  # noqa: PLC0415  # only jobs that move files need it

        whole = {"kind": self.kind, "folder": key_of(self.folder), **self.deciding}
        return sha256(json.dumps(whole, sort_keys=True, default=str).encode()).hexdigest()

    @property
    def parameters(self) -> str:
        """The request as JSON, for people."""
        return json.dumps(dict(self.deciding), ensure_ascii=True)


@dataclass(slots=True)
class Journal:
    """An open job; what is noted is written together, a few files at a time."""

    database: Database
    id: int
    items: list[Item]
    early: set[int] = field(default_factory=set)
    _noted: dict[int, Item] = field(default_factory=dict)
    _moves: list[Move] = field(default_factory=list)
    _waiting: list[Callable[[], None]] = field(default_factory=list)
    _since: float = 0.0

    @classmethod
    def begin(cls, database: Database, request: Request, groups: Iterable[Group], folders: Iterable[str]) -> Self:
        """Write a plan, so that not even a power failure takes it back."""
        items, early = _items(groups)
        job = NewJob(
            request.kind, shown(request.folder), request.parameters, request.digest, owner_of(), request.undoes
        )
        folders = list(folders)
        job_id = database.write(lambda tx: journal.begin(tx, job, items, folders, clock.now_ms()))
        database.harden()
        return cls(database, job_id, items, early)

    @classmethod
    def take_over(cls, database: Database, job: JobRow) -> Self:
        """Open a job that another process has left."""
        database.write(lambda tx: journal.own(tx, job.id, owner_of()))
        items = journal.items(database.read(), job.id)
        return cls(database, job.id, items, {item.number for item in items if item.temporary})

    def note(self, item: Item, move: Move | None = None) -> None:
        """Remember a new state of an item and how its file has just been moved, to be written soon."""
        if not self._noted:
            self._since = clock.monotonic()
        self._noted[item.number] = item
        if move is not None:
            self._moves.append(move)

    def then(self, tell: Callable[[], None]) -> None:
        """Let something be told once everything noted so far is written."""
        self._waiting.append(tell)

    def write_some(self) -> None:
        """Write what was noted where it has become much or old."""
        if len(self._noted) >= GROUP_FILES or clock.monotonic() - self._since > GROUP_SECONDS:
            self.write()

    def write(self) -> None:
        """Write everything that was noted, and tell what waited for it."""
        items, moves, waiting = list(self._noted.values()), self._moves, self._waiting
        self._noted, self._moves, self._waiting = {}, [], []
        if items:
            self.database.write(self._settling(items, moves))
        for tell in waiting:
            tell()

    def finish(self, state: JobState) -> None:
        """Write that the job has ended."""
        self.write()
        self.database.write(lambda tx: journal.finish(tx, self.id, state, clock.now_ms()))
        self.leave()

    def leave(self) -> None:
        """Work on it no more, ended or not; what was not written is seen from the files."""
        _AT_WORK.discard((str(self.database.path), self.id))

    def __post_init__(self) -> None:
        _AT_WORK.add((str(self.database.path), self.id))

    def _settling(self, items: list[Item], moves: list[Move]) -> Callable[[Transaction], None]:
        return lambda tx: journal.settle(tx, self.id, items, moves, clock.now_ms())


def owner_of() -> str:
    """Return what tells this process from every other one, also from a later one with its number."""
    process = psutil.Process()
    return f"{process.pid}:{process.create_time():.2f}"


def is_at_work(database: Database, job: JobRow) -> bool:
    """Return whether a job is really being worked on, here or in another process."""
    pid, _, started = job.owner.partition(":")
    if not pid.isdigit():
        return False
    if int(pid) == os.getpid():
        return (str(database.path), job.id) in _AT_WORK
    try:
        return abs(psutil.Process(int(pid)).create_time() - float(started)) < _SAME_START
    except (psutil.Error, ValueError):
        return False


def _items(groups: Iterable[Group]) -> tuple[list[Item], set[int]]:
    """Number the files of a plan; side files get their marks here, since a plan that is not applied needs none."""
    items: list[Item] = []
    early: set[int] = set()
    token = secrets.token_hex(4)
    for group in groups:
        owner = len(items)
        for change in group.changes:
            number = len(items)
            marks = change.marks or marks_of(change.source)
            if marks is None:
                continue  # a side file that is gone already
            temporary = _temporary(change.source, f"{token}-{number}") if change.held else None
            items.append(Item(number, owner, change.source, change.target, temporary, *marks))
            if group.early:
                early.add(number)
    return items, early


def _temporary(source: str, token: str) -> str:
    return join(os.path.dirname(source), f"{OURS}{token}.tmp")


def moved(item: Item, source: str, target: str, marks: Marks) -> Move:
    """Return how a file was moved; the item takes its new marks."""
    item.size, item.mtime_ns, item.file_id = marks
    return Move(source, target, *marks)
