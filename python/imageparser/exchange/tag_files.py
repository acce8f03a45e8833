"""Tags of pictures from and into the `.txt` beside them: `name.ext.txt`, else `name.txt`."""

from __future__ import annotations

import os
from collections import defaultdict
from typing import TYPE_CHECKING, Literal, NamedTuple

from imageparser.errors import ImageParserError, NotFoundError
from imageparser.exchange import booru, files
from imageparser.library import sidecars, tag_changes, tags
from imageparser.text import fold_tag, path_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from imageparser._core import CancelToken
    from imageparser.exchange.booru import Listed, Separator
    from imageparser.library.connection import Database, Reader, Transaction
    from imageparser.library.sidecars import Path, Place

TAIL = b".txt"
BACKUP = ".bak"
_BATCH = 1_000
Kinds = Literal["tree", "drop", "keep"]


class Wish(NamedTuple):
    """What a tag file does to a picture: the tags that are given, by paths, and those that go, by folded form.

    `error` says why the file was left out. Without `path` there is none.
    """

    place: Place
    path: bytes | None = None
    give: tuple[Path, ...] = ()
    take: tuple[str, ...] = ()
    error: ImageParserError | None = None


class Written(NamedTuple):
    """What became of a tag file: new, replaced, same, exists, nothing or failed."""

    place: Place
    path: bytes
    state: str
    text: str = ""
    error: ImageParserError | None = None


def wishes(
    database: Database,
    file_ids: Sequence[int],
    *,
    separator: Separator = "auto",
    kinds: Kinds = "tree",
    replace: bool = False,
    cancel: CancelToken | None = None,
) -> Iterator[Wish]:
    """Read the tag files of some pictures and yield what each would do; with `replace` the user's other tags go.

    `kinds` says what becomes of `artist:name`: a tag below `artist`, a tag `name`, or a tag that is called so.
    """
    reader = database.read()
    known = tag_changes.Names(reader)
    for begin in range(0, len(file_ids), _BATCH):
        places = sidecars.places(reader, file_ids[begin : begin + _BATCH])
        own = sidecars.own(reader, [place.file_id for place in places])
        for place in places:
            if cancel is not None and cancel.cancelled:
                return
            path = next((path for path in _candidates(place.raw) if os.path.isfile(path)), None)
            if path is None:
                yield Wish(place)
                continue
            try:
                listed = booru.parse(booru.decode(files.read(path, booru.MOST_BYTES)), separator)
            except ImageParserError as error:
                yield Wish(place, path, error=error)
                continue
            asked, had = known.folded(_path(one, kinds) for one in listed), own[place.file_id].tags
            give = tuple(way for leaf, way in asked.items() if leaf not in had)
            take = tuple(leaf for leaf in had if leaf not in asked) if replace else ()
            yield Wish(place, path, give, take)


def apply(tx: Transaction, some: Iterable[Wish], now_ms: int) -> int:
    """Give and take what tag files wish; return how many tags were given and taken."""
    give: dict[Path, list[int]] = defaultdict(list)
    take: dict[str, list[int]] = defaultdict(list)
    for wish in some:
        for path in wish.give:
            give[path].append(wish.place.file_id)
        for leaf in wish.take:
            take[leaf].append(wish.place.file_id)
    return tag_changes.apply(tx, give, take, now_ms)


def unknown(reader: Reader, some: Iterable[Wish]) -> list[str]:
    """Return the names of the tags that would be new."""
    given = tag_changes.Names(reader).folded(path for wish in some for path in wish.give)
    there = sidecars.paths(reader, given)
    return sorted(path[-1] for folded, path in given.items() if folded not in there)


class Writing:
    """How tag files are written.

    `sources` are those whose tags are written; with `kinds` a tag below `artist` or its like is written with it in
    front. With `replace` a file that is there is kept beside the new one. `full` names the file after the whole
    name of the picture; where several pictures share a name it is so anyway.
    """

    def __init__(
        self,
        database: Database,
        *,
        sources: Sequence[str] = (tags.USER,),
        separator: Separator = "comma",
        underscores: bool = False,
        kinds: bool = False,
        replace: bool = False,
        full: bool = False,
        dry_run: bool = False,
    ) -> None:
        self._reader = database.read()
        self._sources = sources
        self._separator: Separator = separator
        self._underscores = underscores
        self._kinds = kinds
        self._replace = replace
        self._full = full
        self._dry_run = dry_run
        self._stems: dict[str, dict[str, int]] = {}

    def write(self, file_ids: Sequence[int], *, cancel: CancelToken | None = None) -> Iterator[Written]:
        """Write the tag files of some pictures and yield what became of each."""
        for begin in range(0, len(file_ids), _BATCH):
            places = sidecars.places(self._reader, file_ids[begin : begin + _BATCH])
            given = tags.of_files(self._reader, [place.file_id for place in places], self._sources)
            folded = {fold_tag(name) for names in given.values() for name in names}
            above = sidecars.paths(self._reader, folded) if self._kinds else {}
            for place in places:
                if cancel is not None and cancel.cancelled:
                    return
                listed = _listed(given.get(place.file_id, []), above)
                text = booru.text_of(listed, self._separator, underscores=self._underscores)
                path = self._path(place)
                try:
                    yield Written(place, path, self._put(place, path, text), text)
                except ImageParserError as error:
                    yield Written(place, path, "failed", text, error)

    def _put(self, place: Place, path: bytes, text: str) -> str:
        if not text:
            return "nothing"
        if not os.path.lexists(place.raw):
            raise NotFoundError("the picture is gone", path=path_text(place.raw))
        state = files.state_of(path)
        if state is not None:
            old = files.read(path, booru.MOST_BYTES)
            if old == text.encode():
                return "same"
            if not self._replace:
                return "exists"
            if not self._dry_run:
                _keep(path, state[0])
        if not self._dry_run:
            files.write(path, text.encode(), state)
        return "new" if state is None else "replaced"

    def _path(self, place: Place) -> bytes:
        full, stem = _candidates(place.raw)
        return full if self._full or os.path.lexists(full) or self._is_shared(place) else stem

    def _is_shared(self, place: Place) -> bool:
        folder, _, name = place.key.rpartition("/")
        if folder not in self._stems:
            stems = self._stems[folder] = {}
            for _, key in sidecars.pictures(self._reader, folder or "/"):
                stem = os.path.splitext(key)[0]
                stems[stem] = stems.get(stem, 0) + 1
        return self._stems[folder].get(f"{folder}/{os.path.splitext(name)[0]}", 0) > 1


def _keep(path: bytes, size: int) -> None:
    """Keep a file under a free name beside it."""
    old = files.read(path, size)
    for number in range(1, 1000):
        kept = path + BACKUP.encode() + (b"" if number == 1 else b"%d" % number)
        if not os.path.lexists(kept):
            files.write(kept, old, None)
            return
    raise NotFoundError("there is no free name for the old file", path=path_text(path))


def _candidates(raw: bytes) -> tuple[bytes, bytes]:
    return raw + TAIL, os.path.splitext(raw)[0] + TAIL


def _path(one: Listed, kinds: Kinds) -> Path:
    if one.category is None or kinds == "drop":
        return (one.name,)
    return (one.category, one.name) if kinds == "tree" else (f"{one.category}:{one.name}",)


def _listed(names: Iterable[str], above: dict[str, Path]) -> Iterator[Listed]:
    for name in names:
        path = above.get(fold_tag(name), (name,))
        kind = booru.CATEGORIES.get(fold_tag(path[0])) if len(path) > 1 else None
        yield booru.Listed(name, kind)
