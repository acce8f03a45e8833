"""Write what the user says of a picture into the XMP beside it: only what differs, and never over a newer file."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from imageparser import clock
from imageparser.errors import ChangedError, ImageParserError, NotFoundError
from imageparser.exchange import files
from imageparser.intake import sidecars as intake
from imageparser.library import sidecars
from imageparser.text import key_of, parent_key, path_text
from imageparser.xmp import marks
from imageparser.xmp.packet import Packet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from imageparser._core import CancelToken
    from imageparser.library.connection import Database, Transaction
    from imageparser.library.sidecars import Own, Place, Said

TRIES = 3
_BATCH = 500
_SAYS = 9  # members of `Said` that come from the file


class State(StrEnum):
    """What became of a sidecar."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    NOTHING = "nothing"  # there is no sidecar and nothing to say
    FAILED = "failed"


class Written(NamedTuple):
    """What became of the sidecar of a picture; `error` says why it could not be written."""

    place: Place
    path: bytes
    state: State
    error: ImageParserError | None = None


def write(
    database: Database,
    file_ids: Sequence[int],
    *,
    dry_run: bool = False,
    cancel: CancelToken | None = None,
    before: Callable[[], None] = lambda: None,
) -> Iterator[Written]:
    """Write the sidecars of some pictures and yield what became of each; with `dry_run` say what would become.

    A sidecar that was changed by others is read first, so that nothing of it is lost. One that fails is noted.
    """
    swept: set[bytes] = set()
    writing = _Writing(database, dry_run=dry_run, before=before)
    for begin in range(0, len(file_ids), _BATCH):
        for place in sidecars.places(database.read(), file_ids[begin : begin + _BATCH]):
            if cancel is not None and cancel.cancelled:
                return
            folder = os.path.dirname(place.raw)
            if folder not in swept and not dry_run:
                swept.add(folder)
                files.sweep([folder])
            yield writing.write(place)


class _Writing:
    """The writing of some sidecars."""

    def __init__(self, database: Database, *, dry_run: bool, before: Callable[[], None]) -> None:
        self._database = database
        self._dry_run = dry_run
        self._before = before

    def write(self, place: Place) -> Written:
        """Write one, again where somebody else was faster."""
        target, tries = self._target(place), TRIES
        while True:
            tries -= 1
            try:
                return self._written(place, target)
            except ImageParserError as error:
                if tries and isinstance(error, ChangedError):
                    target = self._target(place)
                    continue
                return self._failed(place, target, error)

    def _target(self, place: Place) -> bytes:
        """Return the sidecar to write: the one that is read, unless several pictures share it."""
        own, shared = self._spelled(place)
        if intake.look(own) is not None or intake.look(shared) is None:
            return own
        stem = os.path.splitext(place.key)[0]
        pictures = sidecars.pictures(self._database.read(), parent_key(place.key))
        sharing = [item for item, key in pictures if os.path.splitext(key)[0] == stem]
        return own if len(sharing) > 1 else shared

    def _spelled(self, place: Place) -> tuple[bytes, bytes]:
        """Return where the sidecar may be, as the one that was read is spelled on the disk."""
        own, shared = intake.candidates(place.raw)
        known = sidecars.get(self._database.read(), [place.file_id]).get(place.file_id)
        if known is not None:
            stem = os.path.splitext(key_of(known.raw))[0]
            own = known.raw if stem == place.key else own
            shared = known.raw if stem == os.path.splitext(place.key)[0] else shared
        return own, shared

    def _written(self, place: Place, target: bytes) -> Written:
        if not os.path.lexists(place.raw):
            raise NotFoundError("the picture is gone", path=path_text(place.raw))
        state = files.state_of(target)
        packet = Packet() if state is None else intake.load(target)
        if state is not None:
            self._meet(intake.spoken(place.file_id, intake.Here(target, *state[:2]), packet))
        asked = clock.now_ms()
        own, paths = self._own(place.file_id)
        wanted = [paths.get(folded, (tag,)) for folded, tag in own.tags.items()]
        if not marks.write(packet, rating=own.rating or None, label=own.label, tags=wanted):
            self._change(lambda tx: sidecars.unmark(tx, [place.file_id], asked))
            return Written(place, target, State.NOTHING if state is None else State.SAME)
        if not self._dry_run:
            made = files.write(target, packet.to_bytes(), state, before=self._before)
            said = intake.spoken(place.file_id, intake.Here(target, *made[:2]), packet)
            self._change(lambda tx: _keep(tx, said, asked))
        return Written(place, target, State.NEW if state is None else State.CHANGED)

    def _own(self, item: int) -> tuple[Own, dict[str, sidecars.Path]]:
        reader = self._database.read()
        with reader.snapshot():
            own = sidecars.own(reader, [item]).get(item)
            if own is None:
                raise NotFoundError(f"the library has no picture {item}")
            return own, sidecars.paths(reader, own.tags)

    def _meet(self, said: Said) -> None:
        """Take what a sidecar says that the library has not seen."""
        known = sidecars.get(self._database.read(), [said.file_id]).get(said.file_id)
        if known is None or known.code is not None or known[:_SAYS] != said[:_SAYS]:
            now = clock.now_ms()
            self._change(lambda tx: intake.store(tx, [said], [], now))

    def _failed(self, place: Place, target: bytes, error: ImageParserError) -> Written:
        self._change(lambda tx: sidecars.give_up(tx, place.file_id, error.code, error.message))
        return Written(place, target, State.FAILED, error)

    def _change(self, work: Callable[[Transaction], object]) -> None:
        if not self._dry_run:
            self._database.write(work)


def _keep(tx: Transaction, said: Said, asked: int) -> None:
    """Remember what was written, so that it is not taken for somebody else's."""
    sidecars.put(tx, said, clock.now_ms())
    sidecars.unmark(tx, [said.file_id], asked)


def read(
    database: Database,
    file_ids: Iterable[int],
    *,
    prefer: str,
    cancel: CancelToken | None = None,
) -> intake.Taken:
    """Read the sidecars of some pictures again, whether they have changed or not."""
    found = []
    gone = []
    for place in sidecars.places(database.read(), file_ids):
        here = intake.beside(place.raw)
        if here is None:
            gone.append(place.file_id)
        else:
            found.append(intake.Beside(place.file_id, here))
    taken = intake.Taken()
    for begin in range(0, len(found), intake.BATCH):
        intake.take(database, found[begin : begin + intake.BATCH], into=taken, prefer=prefer, cancel=cancel)
    if gone:
        database.write(lambda tx: sidecars.drop(tx, gone))
    return taken
