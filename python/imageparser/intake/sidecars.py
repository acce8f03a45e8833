"""Read the XMP beside pictures: what is new or changed of it comes into the library as the user's own.

`name.ext.xmp` counts before `name.xmp`, which belongs to every picture of that name.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from imageparser import clock
from imageparser.errors import CancelledError, CorruptError, DeniedError, ImageParserError, NotFoundError, TooLargeError
from imageparser.library import edits, sidecar_merge, sidecars
from imageparser.library.sidecars import Said
from imageparser.text import name_of, nfc, path_text

# ruff: noqa: PLC0415  The reader of XML takes longer to load than a walk without any sidecar.

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from imageparser._core import CancelToken
    from imageparser.library.connection import Database, Reader, Transaction
    from imageparser.library.sidecar_merge import Merged
    from imageparser.library.sidecars import Folder
    from imageparser.xmp.packet import Packet

KIND = "sidecar_read"  # of the edits
TAIL = ".xmp"
BATCH = 5_000  # sidecars in one edit, so that a first run leaves the older edits in the journal
# A folder that was changed so shortly before it was listed may change again without another time.
_SETTLED_NS = 3_000_000_000


class Here(NamedTuple):
    """A sidecar on the disk with its size and time."""

    raw: bytes
    size: int
    mtime_ns: int


class Beside(NamedTuple):
    """A picture with the sidecar that belongs to it."""

    file_id: int
    here: Here


@dataclass
class Taken:
    """What reading came to: sidecars read and those that could not be, changes in the library, conflicts, edits."""

    read: int = 0
    changed: int = 0
    conflicts: int = 0
    failed: list[Said] = field(default_factory=list)
    merged: dict[int, Merged] = field(default_factory=dict)
    edits: list[int] = field(default_factory=list)


def read_changed(database: Database, root_keys: Sequence[str], *, cancel: CancelToken) -> Taken:
    """Read the sidecars below some roots that are new or changed since they were last read or written."""
    reader = database.read()
    known: dict[str, dict[int, Here]] = {}
    for file_id, key, raw, size, mtime_ns in sidecars.known_below(reader, root_keys):
        known.setdefault(key, {})[file_id] = Here(raw, size, mtime_ns)
    taken = Taken()
    waiting: list[Beside] = []
    gone: list[int] = []
    looked: list[tuple[str, int | None]] = []
    for folder in sidecars.folders(reader, root_keys):
        if cancel.cancelled:
            raise CancelledError
        before = known.get(folder.key, {})
        found, time = _look(reader, folder, before)
        waiting += [Beside(item, here) for item, here in found.items() if before.get(item) != here]
        gone += [item for item in before if item not in found]
        if time != folder.mtime_ns:
            looked.append((folder.key, time))
        while len(waiting) >= BATCH:
            take(database, waiting[:BATCH], into=taken, cancel=cancel)
            waiting = waiting[BATCH:]
    take(database, waiting, into=taken, cancel=cancel)
    if gone or looked:
        database.write(lambda tx: _note(tx, gone, looked))
    return taken


def _note(tx: Transaction, gone: Iterable[int], looked: Iterable[tuple[str, int | None]]) -> None:
    sidecars.drop(tx, gone)
    sidecars.looked(tx, looked)


def take(
    database: Database,
    some: Sequence[Beside],
    *,
    into: Taken | None = None,
    prefer: str = sidecar_merge.NEWER,
    cancel: CancelToken | None = None,
) -> Taken:
    """Read some sidecars and bring what they say into the library, as one edit; what cannot be read is noted."""
    taken = into or Taken()
    said: list[Said] = []
    failed: list[Said] = []
    for one in some:
        if cancel is not None and cancel.cancelled:
            raise CancelledError
        try:
            said.append(_said(one))
        except ImageParserError as error:
            failed.append(Said(one.file_id, *one.here, code=error.code, message=error.message))
    if said or failed:
        now = clock.now_ms()
        merged, edit = database.write(lambda tx: store(tx, said, failed, now, prefer=prefer))
        taken.read += len(said)
        taken.failed += failed
        taken.merged |= merged
        taken.changed += sum(one.changed > 0 for one in merged.values())
        taken.conflicts += sum(one.conflicts for one in merged.values())
        taken.edits += [edit] if edit is not None else []
    return taken


def store(
    tx: Transaction, said: Sequence[Said], failed: Iterable[Said], now_ms: int, *, prefer: str = sidecar_merge.NEWER
) -> tuple[dict[int, Merged], int | None]:
    """Bring what was read into the library, journaled; return what came of it and the number of the edit."""
    summary = {"pictures": len(said)}
    work = lambda: sidecar_merge.take(tx, said, now_ms, prefer=prefer)  # noqa: E731  # one use, as the journal takes it
    merged, edit = edits.record(tx, KIND, summary, work, now_ms, noted=False)
    sidecar_merge.settle_marks(tx, merged, now_ms)
    for one in failed:
        sidecars.fail(tx, one, now_ms)
    return merged, edit


def beside(raw: bytes) -> Here | None:
    """Return the sidecar of one picture, None where it has none."""
    return next((here for path in candidates(raw) if (here := look(path)) is not None), None)


def candidates(raw: bytes) -> tuple[bytes, bytes]:
    """Return where the sidecar of a picture may be, the first place that counts first."""
    tail = TAIL.encode()
    return raw + tail, os.path.splitext(raw)[0] + tail


def look(path: bytes) -> Here | None:
    """Return a regular file with its state, None where there is none."""
    try:
        about = os.stat(path)
    except OSError:
        return None
    return Here(path, about.st_size, about.st_mtime_ns) if stat.S_ISREG(about.st_mode) else None


def load(path: bytes) -> Packet:
    """Read the packet of a file.

    Raises:
        NotFoundError, DeniedError: it cannot be read.
        TooLargeError, CorruptError: it holds no packet of XMP.
    """
    from imageparser.xmp.packet import MOST_BYTES, Packet

    shown = path_text(path)
    try:
        with open(path, "rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise NotFoundError(path=shown) from None
    except OSError as error:
        raise DeniedError(f"the sidecar cannot be read: {error.strerror}", path=shown) from None
    if len(data) > MOST_BYTES:
        raise TooLargeError(f"the sidecar is larger than {MOST_BYTES >> 20} MiB", path=shown)
    if not data.strip():
        raise CorruptError("the sidecar is empty", path=shown)
    return Packet(data, path=shown)


def spoken(file_id: int, here: Here, packet: Packet) -> Said:
    """Return what a packet says, as the library keeps it."""
    from imageparser.xmp import marks

    found = marks.read(packet)
    return Said(file_id, *here, found.rating, found.label, found.tags, found.title, found.description)


def _said(one: Beside) -> Said:
    return spoken(one.file_id, one.here, load(one.here.raw))


def _look(reader: Reader, folder: Folder, known: Mapping[int, Here]) -> tuple[dict[int, Here], int | None]:
    """Return the sidecars of a folder by picture, and its time, None where that may not tell of another file yet."""
    try:
        time = os.stat(folder.raw).st_mtime_ns
    except OSError:
        return dict(known), None
    if time == folder.mtime_ns:
        return {item: here for item, one in known.items() if (here := look(one.raw)) is not None}, time
    found = dict(_matched(folder.raw, sidecars.pictures(reader, folder.key)))
    return found, time if clock.now_ms() * 1_000_000 - time > _SETTLED_NS else None


def _matched(folder: bytes, pictures: Iterable[tuple[int, str]]) -> Iterator[tuple[int, Here]]:
    names: dict[str, bytes] = {}
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                stem, tail = os.path.splitext(os.fsdecode(entry.name))
                if tail.lower() == TAIL:
                    names[nfc(stem)] = entry.path
    except OSError:
        return
    for item, key in pictures:
        name = name_of(key)
        path = names.get(name) or names.get(os.path.splitext(name)[0])
        if path is not None and (here := look(path)) is not None:
            yield item, here
