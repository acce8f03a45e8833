"""Files made, moved, replaced, deleted and brought back at random; the library is compared with a plain model."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from fixtures.core_objects import batch, caption, digest_of, found, moved, record
from imageparser.library import Database, captions, files, fulltext, marks, scan, tasks
from imageparser.text import parent_key

P, MC = ("P", "1"), ("MC", "1")
NAMES = st.sampled_from([f"/{folder}/{name}.png" for folder in ("p", "q", "사진") for name in "abc"])
CONTENTS = st.sampled_from(["blue", "red", "녹색", "dots"])


class Disk:
    """A folder of files as the plain model sees it: path to (content, inode, time)."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[str, int, int]] = {}
        self._number = 0

    def number(self) -> int:
        self._number += 1
        return self._number


def differences(before: dict[str, Any], now: dict[str, Any]) -> Any:
    """Return what a scan would report, by the rules of the scanner: moved is gone there and new here, same marks."""
    parts: dict[str, Any] = {"added": [], "changed": [], "moved": [], "gone": []}
    gone = [path for path in before if path not in now]
    for path in sorted(now):
        seen = found(path, size=len(now[path][0]), mtime_ns=now[path][2], file_id=now[path][1])
        if path in before:
            if before[path] != now[path]:
                parts["changed"].append(seen)
            continue
        origin = next((old for old in gone if before[old] == now[path]), None)
        if origin is None:
            parts["added"].append(seen)
        else:
            gone.remove(origin)
            parts["moved"].append(moved(origin, seen))
    parts["gone"] = gone
    folders = {parent_key(path) for path in (*before, *now)}
    held = {parent_key(path) for path in now}
    parts["directories"] = [(key, key.encode(), b"state" if key in held else None) for key in sorted(folders)]
    return batch(unchanged=sum(before.get(path) == now[path] for path in now), **parts)


class Identity(RuleBasedStateMachine):
    """The machine; `run` is an index run with reading and captioning."""

    paths = Bundle("paths")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.database = Database.open(self.folder / "l.sqlite")
        self.disk = Disk()
        self.scanned: dict[str, tuple[str, int, int]] = {}
        self.known: dict[str, int] = {}
        self.ratings: dict[int, int] = {}
        self.captioned = 0
        self.operations: list[tuple[str, ...]] = []
        self.time = 0
        self.fresh = True

    def teardown(self) -> None:
        self.database.close()
        shutil.rmtree(self.folder)

    # What happens on the disk.

    @rule(target=paths, path=NAMES, content=CONTENTS)
    def create(self, path: str, content: str) -> str:
        kind = "edit" if path in self.disk.files else "create"
        old = self.disk.files.get(path)
        inode = old[1] if old else self.disk.number()
        self.disk.files[path] = (content, inode, self.disk.number())
        self.happened(kind, path)
        return path

    @rule(path=paths)
    def touch(self, path: str) -> None:
        if path in self.disk.files:
            content, inode, _ = self.disk.files[path]
            self.disk.files[path] = (content, inode, self.disk.number())
            self.happened("touch", path)

    @rule(target=paths, path=consumes(paths), to=NAMES)
    def rename(self, path: str, to: str) -> str:
        if path not in self.disk.files or path == to:
            return path
        kind = "rename over" if to in self.disk.files else "rename"
        if kind == "rename over" and self.disk.files[to][0] == self.disk.files[path][0]:
            kind = "rename over a copy"
        self.disk.files[to] = self.disk.files.pop(path)
        self.happened(kind, path, to)
        return to

    @rule(target=paths, path=paths, to=NAMES)
    def copy(self, path: str, to: str) -> str:
        if path not in self.disk.files or to in self.disk.files:
            return path
        self.disk.files[to] = (self.disk.files[path][0], self.disk.number(), self.disk.number())
        self.happened("copy", path, to)
        return to

    @rule(target=paths, path=consumes(paths), to=NAMES)
    def carry(self, path: str, to: str) -> str:
        """Move to another drive: only the content stays what it was."""
        if path not in self.disk.files or to in self.disk.files:
            return path
        self.disk.files[to] = (self.disk.files.pop(path)[0], self.disk.number(), self.disk.number())
        self.happened("carry", path, to)
        return to

    @rule(path=paths)
    def delete(self, path: str) -> None:
        if self.disk.files.pop(path, None):
            self.happened("delete", path)

    @rule(path=paths, stars=st.integers(1, 5))
    def rate(self, path: str, stars: int) -> None:
        if self.fresh and path in self.known:
            self.ratings[self.known[path]] = stars
            self.database.write(lambda tx: marks.set_rating(tx, [self.known[path]], stars))

    def happened(self, *operation: str) -> None:
        self.operations.append(operation)
        self.fresh = False

    # An index run.

    @rule()
    def run(self) -> None:
        self.time += 10
        before = dict(self.known)
        difference = differences(self.scanned, self.disk.files)
        self.database.write(lambda tx: scan.record(tx, difference, self.time, reading=["P"]))
        self.scanned = dict(self.disk.files)
        self.captioned = 0
        for ref in tasks.pending(self.database.read(), *P):
            self.database.write(lambda tx, ref=ref: self.read(tx, ref.id))
        for ref in tasks.pending(self.database.read(), *MC, needs=[P]):
            self.database.write(lambda tx, ref=ref: self.describe(tx, ref.id))
        rows = [files.get(self.database.read(), path) for path in self.disk.files]
        self.known = {row.key: row.id for row in rows if row is not None}
        self.fresh = True
        if len(self.operations) == 1:
            self.check_one(self.operations[0], before)
        elif not self.operations:
            assert self.known == before
            assert self.captioned == 0
        self.operations = []

    def read(self, tx: Any, file_id: int) -> None:
        (row,) = files.rows(tx, [file_id])
        content, inode, time = self.disk.files[row.key]
        of = found(row.key, size=len(content), mtime_ns=time, file_id=inode)
        stored = files.store_record(tx, file_id, record(content, of=of), self.time)
        tasks.done(tx, stored.file_id, P, self.time)

    def describe(self, tx: Any, file_id: int) -> None:
        (row,) = files.rows(tx, [file_id])
        captions.put(tx, file_id, "1", caption(f"shows {row.digest}"), self.time)
        fulltext.refresh(tx, [file_id])
        tasks.done(tx, file_id, MC, self.time)
        self.captioned += 1

    def check_one(self, operation: tuple[str, ...], before: dict[str, int]) -> None:
        """After a single operation the identity is certain."""
        kind, path, *to = operation
        if kind in {"touch", "edit"}:
            assert self.known == before or self.is_another_content_found_again(path, before)
        if kind == "touch":
            assert self.captioned == 0
        if kind in {"rename", "rename over", "rename over a copy"}:
            # Over a copy of itself: either row may go on, nothing tells them apart.
            assert kind == "rename over a copy" or self.known[to[0]] == before[path]
            assert self.captioned == 0
        if kind == "carry":
            assert self.captioned == 0
        if kind == "copy":
            assert self.known[path] == before[path]
            assert self.known[to[0]] not in before.values()
        if kind == "delete":
            assert self.known == {other: i for other, i in before.items() if other != path}

    def is_another_content_found_again(self, path: str, before: dict[str, int]) -> bool:
        """An edit can bring the content of a missing file: then that file is back, at this path."""
        others = {other: i for other, i in before.items() if other != path}
        return {other: i for other, i in self.known.items() if other != path} == others

    # What is always true after a run.

    @invariant()
    def each_path_has_one_row_of_its_content(self) -> None:
        if self.fresh:
            rows = self.database.read().rows("SELECT key, lower(hex(digest)) FROM files WHERE missing_since IS NULL")
            assert sorted(rows) == sorted((path, digest_of(file[0])) for path, file in self.disk.files.items())

    @invariant()
    def captions_are_those_of_the_content(self) -> None:
        if self.fresh:
            for path, file_id in self.known.items():
                said = captions.get(self.database.read(), file_id)
                assert said is not None
                assert said.caption == f"shows {digest_of(self.disk.files[path][0])}"

    @invariant()
    def nothing_of_the_user_is_lost(self) -> None:
        stored = dict(self.database.read().rows("SELECT id, user_rating FROM files WHERE user_rating IS NOT NULL"))
        assert stored == self.ratings

    @invariant()
    def the_keyword_index_knows_every_name(self) -> None:
        if self.fresh and self.known:
            hits = {file_id for file_id, _ in fulltext.search(self.database.read(), '"shows"', 1000)}
            assert hits >= set(self.known.values())


TestIdentity = Identity.TestCase
TestIdentity.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
