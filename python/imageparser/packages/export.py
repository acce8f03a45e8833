"""Write a package: members one after another, each streamed from one moment of the library."""

from __future__ import annotations

import itertools
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from imageparser import _core, clock
from imageparser.errors import CorruptError, DeniedError, NotFoundError
from imageparser.library import collections, filter_presets, layer_pictures, package_out, vectors
from imageparser.library.thumbnails import Thumbnails
from imageparser.packages import layout, roots
from imageparser.packages.layout import Chosen, Counts, Manifest, Options, Vectors
from imageparser.packages.share import Cleaner, folders_of, tells_folder
from imageparser.packages.writer import PackageWriter, Part, Scale, free, weighing, writing

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from imageparser.library.connection import Database, Reader

    Ids = NDArray[np.int64]

SLICE = 500  # pictures in memory at a time
ROWS = 4_000  # vectors in memory at a time
_ITEMS = 1_000  # pictures of a collection on a line


@dataclass(frozen=True)
class Choice:
    """What is to be exported: `ids` of None stand for the whole library, `collections` are told as such."""

    told: Chosen
    ids: Collection[int] | None = None
    collections: Collection[int] = ()


@dataclass(frozen=True)
class Wishes:
    """How it is to be exported; `reading` are the phases that read the files themselves."""

    options: Options
    replace: bool = False
    reading: Collection[str] = ()


def export(
    database: Database,
    target: Path,
    choice: Choice,
    wishes: Wishes,
    *,
    cancel: _core.CancelToken,
    begin: Callable[[int], None],
    passed: Callable[[int], None],
) -> Manifest:
    """Write a package of some pictures and return its manifest; `begin` and `passed` count pictures.

    Raises:
        ExistsError: the target is there and is not to be replaced.
        DiskFullError: the disk has no room left; nothing stays behind, as after a cancellation.
        CancelledError: the export was cancelled.
    """
    reader = database.read()
    with writing(target, cancel, replace=wishes.replace) as package, reader.snapshot():
        return _Export(reader, Thumbnails(database.thumbnails), package, choice, wishes).write(begin, passed)


def weigh(
    database: Database,
    target: Path,
    choice: Choice,
    wishes: Wishes,
    *,
    cancel: _core.CancelToken,
    begin: Callable[[int], None],
    passed: Callable[[int], None],
) -> tuple[Manifest, int]:
    """Return the manifest that an export would have, and about how many bytes it would take; nothing is written.

    Raises:
        ExistsError: the target is there and is not to be replaced.
        CancelledError: it was cancelled.
    """
    free(target, replace=wishes.replace)
    reader, scale = database.read(), Scale()
    with weighing(scale, cancel) as package, reader.snapshot():
        manifest = _Export(reader, Thumbnails(database.thumbnails), package, choice, wishes).write(begin, passed)
    return manifest, scale.bytes


class _Export:
    """One export."""

    def __init__(
        self, reader: Reader, thumbnails: Thumbnails, package: PackageWriter, choice: Choice, wishes: Wishes
    ) -> None:
        self._reader = reader
        self._thumbnails = thumbnails
        self._package = package
        self._choice = choice
        self._wishes = wishes
        self._options = wishes.options
        self._roots = roots.known(reader)
        self._folders: set[str] = set()
        self._ids = self._order()
        self._numbers = np.full(int(self._ids.max(initial=0)) + 1, -1, np.int64)
        self._numbers[self._ids] = np.arange(len(self._ids))
        self._counts: dict[str, int] = {}
        self._captions: dict[str, int] = {}

    def write(self, begin: Callable[[int], None], passed: Callable[[int], None]) -> Manifest:
        begin(len(self._ids))
        with self._package.part(layout.PICTURES) as part:
            for ids in self._slices():
                self._write_pictures(part, ids)
                passed(len(ids))
        used = self._write_marks()
        told = self._write_vectors() if self._options.vectors else []
        self._write_done({one.kind for one in told})
        self._write_lists(used)
        if self._options.thumbnails:
            self._write_thumbnails()
        manifest = self._manifest(told)
        self._package.finish(manifest)
        return manifest

    def _order(self) -> Ids:
        """Return the pictures in an order that is the same in every library that has them: by content, then path."""
        wanted = None if self._choice.ids is None else set(self._choice.ids)
        ids = array("q")
        rows = (row for row in package_out.order(self._reader) if wanted is None or row[0] in wanted)
        for _, copies in itertools.groupby(rows, key=lambda row: row[1]):
            same = list(copies)
            if not self._options.paths:
                self._folders.update(folder for _, _, key in same for folder in folders_of(key))
            placed = sorted((self._roots.split(key)[::-1], file_id) for file_id, _, key in same)
            ids.extend(file_id for _, file_id in placed)
        return np.array(ids, np.int64)

    def _slices(self) -> Iterator[list[int]]:
        for start in range(0, len(self._ids), SLICE):
            yield self._ids[start : start + SLICE].tolist()

    def _number(self, file_id: int) -> int | None:
        known = file_id < len(self._numbers) and self._numbers[file_id] >= 0
        return int(self._numbers[file_id]) if known else None

    def _write_pictures(self, part: Part, ids: Sequence[int]) -> None:
        found = package_out.pictures(self._reader, ids)
        for file_id in ids:
            picture = found[file_id]
            place: dict[str, Any]
            if self._options.paths:
                root, path = self._roots.split(picture["key"])
                place = {"root": self._roots.number(root), "path": path}
            else:
                cleaner = Cleaner(picture["key"], self._folders, names=self._options.names)
                place = {"root": None, "path": cleaner.name(picture)}
                picture = cleaner.picture(picture)
            for caption in picture["captions"]:
                key = caption["version_key"]
                self._captions[key] = self._captions.get(key, 0) + 1
            part.line({"digest": picture["digest"], **place, **{k: v for k, v in picture.items() if k not in _PLACED}})

    def _write_marks(self) -> set[str]:
        """Write what the user says of pictures, and return the tags that he gave them."""
        used: set[str] = set()
        with self._package.part(layout.MARKS) as part:
            for ids in self._slices():
                told = package_out.marks(self._reader, ids, notes=self._options.notes)
                used |= package_out.used_tags(self._reader, ids)
                for file_id in ids:
                    if file_id in told:
                        part.line({"picture": self._number(file_id), **told[file_id]})
                        self._count("marked")
        return used

    def _write_done(self, kinds: Collection[str]) -> None:
        """Write what counts as done, as far as what was made of it is in the package."""
        with self._package.part(layout.DONE) as part:
            made = {table.kind for table in vectors.tables(self._reader)} - set(kinds)
            left = made | (set() if self._options.thumbnails else set(self._wishes.reading))
            for ids in self._slices():
                done = package_out.done(self._reader, ids)
                for file_id in ids:
                    if rows := [row for row in done.get(file_id, ()) if row[0] not in left]:
                        part.line({"picture": self._number(file_id), "done": rows})

    def _write_vectors(self) -> list[Vectors]:
        told: list[Vectors] = []
        order = {vectors.FILE: self._files, vectors.LAYER_PICTURE: self._layers}
        for table in sorted(vectors.tables(self._reader), key=lambda one: (one.kind, one.version_key)):
            ids, names = order[table.owner]()
            having = set(vectors.ids(self._reader, table.name))
            kept = [place for place, one in enumerate(ids) if one in having]
            if not kept:
                continue
            member = f"vectors/{len(told):03d}"
            with self._package.part(f"{member}.ids", packed=False) as part:
                for place in kept:
                    part.write(names[place])
            with self._package.part(f"{member}.f32", packed=False) as part:
                for start in range(0, len(kept), ROWS):
                    some = [ids[place] for place in kept[start : start + ROWS]]
                    rows = vectors.some(self._reader, table.name, table.dim, some)[1]
                    part.write(rows.astype("<f4").tobytes())
            told.append(
                Vectors(
                    member=member,
                    kind=table.kind,
                    version_key=table.version_key,
                    dim=table.dim,
                    owner=table.owner,  # type: ignore[arg-type]  # one of two words
                    count=len(kept),
                )
            )
        return told

    def _files(self) -> tuple[list[int], list[bytes]]:
        return self._ids.tolist(), [number.to_bytes(4, "little") for number in range(len(self._ids))]

    def _layers(self) -> tuple[list[int], list[bytes]]:
        """Return the pictures of the layers of the chosen documents, by digest."""
        links = layer_pictures.every_link(self._reader)
        chosen = links[np.isin(links[:, 1], self._ids), 0]
        found = package_out.layer_digests(self._reader, np.unique(chosen).tolist())
        return list(found.values()), [bytes.fromhex(digest) for digest in found]

    def _write_lists(self, used: set[str]) -> None:
        whole = self._choice.ids is None
        with self._package.part(layout.TAGS) as part:
            for line in package_out.tag_lines(self._reader, None if whole else used):
                part.line(line)
                self._count("tags")
        rows = self._collections()
        with self._package.part(layout.COLLECTIONS) as part:
            places = {row.id: place for place, row in enumerate(rows)}
            for row in rows:
                part.line(self._collection(row, places))
                self._count("collections")
        with self._package.part(layout.ITEMS) as part:
            for place, row in enumerate(rows):
                items = [
                    (n, at)
                    for one, at in package_out.items(self._reader, row.id)
                    if (n := self._number(one)) is not None
                ]
                for start in range(0, len(items), _ITEMS):
                    part.line({"collection": place, "items": items[start : start + _ITEMS]})
        with self._package.part(layout.PRESETS) as part:
            for preset in filter_presets.every(self._reader) if whole else ():
                if self._options.paths or not tells_folder(preset.query):
                    times = {"created_at": preset.created_at, "updated_at": preset.updated_at}
                    part.line({"name": preset.name, "query": preset.query, **times})
                    self._count("presets")

    def _collections(self) -> list[collections.Collection]:
        """Return the collections that go along, outer ones first: all, the chosen, or those with chosen pictures."""
        rows = {row.id: row for row in collections.every(self._reader)}
        wanted = set(rows) if self._choice.ids is None else set(self._choice.collections)
        if self._choice.ids is not None and not wanted:
            wanted = {
                one for one in rows if any(self._number(i) is not None for i in collections.items(self._reader, one))
            }
            for one in list(wanted):
                while (above := rows[one].parent_id) is not None:
                    wanted.add(one := above)
        if not self._options.paths:
            wanted = {one for one in wanted if not tells_folder(rows[one].query)}

        def depth(row: collections.Collection) -> int:
            return 1 + depth(rows[row.parent_id]) if row.parent_id in wanted else 0

        return sorted((row for row in rows.values() if row.id in wanted), key=depth)

    def _collection(self, row: collections.Collection, places: dict[int, int]) -> dict[str, Any]:
        cover = None if row.cover_id is None else self._number(row.cover_id)
        told = {"name": row.name, "parent": places.get(row.parent_id or 0), "description": row.description}
        return {
            **told, "query": row.query, "cover": cover, "created_at": row.created_at, "updated_at": row.updated_at
        }  # fmt: skip

    def _write_thumbnails(self) -> None:
        with self._package.part(layout.THUMBNAILS, packed=False) as part:
            rows = (row for row in package_out.order(self._reader) if self._number(row[0]) is not None)
            for digest, _ in itertools.groupby(rows, key=lambda row: row[1]):
                try:
                    webp = self._thumbnails.read(digest)
                except (NotFoundError, CorruptError, DeniedError):
                    continue  # the next index run makes it again, here as there
                part.write(bytes.fromhex(digest) + len(webp).to_bytes(4, "little") + webp)
                self._count("thumbnails")

    def _manifest(self, told: list[Vectors]) -> Manifest:
        ids = self._choice.ids
        left_out = package_out.unread(self._reader) if ids is None else len(set(ids)) - len(self._ids)
        names = ("marked", "tags", "collections", "presets", "thumbnails")
        counts = Counts(
            pictures=len(self._ids),
            captions=dict(sorted(self._captions.items())),
            vectors=sum(one.count for one in told),
            left_out=left_out,
            **{name: self._counts.get(name, 0) for name in names},
        )
        chosen = self._choice.told if self._options.paths else self._choice.told.model_copy(update={"text": None})
        return Manifest(
            format="imageparser-package",
            version=1,
            program=f"imageparser {_core.__version__}",
            made_at=clock.now_ms(),
            chosen=chosen,
            options=self._options,
            roots=self._roots.names,
            counts=counts,
            vectors=told,
            members=self._package.members,
        )

    def _count(self, what: str) -> None:
        self._counts[what] = self._counts.get(what, 0) + 1


_PLACED = ("digest", "key")
