"""The journal of what the user changes in the library: each change can be taken back, and made again.

A change is kept as a changeset of SQLite's session extension: which rows were added, removed or changed, with their
values before and after. Taking it back leaves alone what was changed again since then.
"""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from imageparser.errors import NotFoundError, UsageError
from imageparser.library import fulltext, sidecars, tag_names
from imageparser.library.connection import changed_keys, changed_rows
from imageparser.library.queries import load

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from imageparser.library.connection import Reader, Transaction

T = TypeVar("T")
Q = load("edits")
# Everything that is the user's own. A table that is named here may be changed inside `record` only.
TABLES = (
    "files",
    "tags",
    "tag_nodes",
    "tag_aliases",
    "notes",
    "comments",
    "comment_versions",
    "comment_mentions",
    "collections",
    "collection_items",
    "filter_presets",
    "not_duplicates",
)
_MARKED = ("files", "tags")  # what sidecars tell; both begin with the number of the picture
MOST, MOST_BYTES = 1_000, 256 << 20
# Where a row names its picture; each is part of the row's key, so that a change of the row tells it.
_PICTURE = {
    "files": (0,),
    "tags": (0,),
    "notes": (0,),
    "collection_items": (1,),
    "not_duplicates": (0, 1),
    "comments": (1,),
}
# Changes of very many pictures are not looked through for one of them.
_SEARCHED_BYTES = 1 << 20


class Edit(NamedTuple):
    """A change; `summary` says in numbers and names what it was about. Times are milliseconds since the epoch."""

    id: int
    kind: str
    summary: dict[str, Any]
    at: int
    undone_at: int | None


class Taken(NamedTuple):
    """A change that was taken back or made again; `left` rows were changed since and stayed as they are."""

    id: int
    kind: str
    left: int


def record(
    tx: Transaction, kind: str, summary: dict[str, Any], work: Callable[[], T], now_ms: int, *, noted: bool = True
) -> tuple[T, int | None]:
    """Do some work inside the journal; return what it gave and the number of the change, None where nothing changed.

    The sidecars of the pictures whose marks or tags change are behind from now on, unless `noted` is false.
    """
    with tx.recording(TABLES) as changes:
        result = work()
        changeset = changes()
    if not changeset:
        return result, None
    values = (kind, json.dumps(summary, ensure_ascii=False), zlib.compress(changeset, 1), now_ms)
    number = tx.insert(Q["add"], values)
    if noted:
        sidecars.mark(tx, changed_keys(changeset, _MARKED), now_ms)
    tx.run(Q["forget"], (MOST, MOST_BYTES))
    return result, number


def undo(tx: Transaction, edit_id: int | None, now_ms: int) -> Taken:
    """Take a change back, the latest that stands where none is named.

    Raises:
        NotFoundError: there is no such change.
        UsageError: it was taken back already.
        ChangedError: something that its rows belong to is gone.
    """
    return _apply(tx, edit_id, now_ms, inverse=True)


def redo(tx: Transaction, edit_id: int | None, now_ms: int) -> Taken:
    """Make a change again that was taken back, the last such one where none is named; raises as `undo`."""
    return _apply(tx, edit_id, now_ms, inverse=False)


def listed(reader: Reader, limit: int, offset: int = 0) -> list[Edit]:
    """Return changes, the newest first."""
    return [_edit(row) for row in reader.rows(Q["listed"], (limit, offset))]


def of_picture(reader: Reader, item: int, limit: int) -> list[Edit]:
    """Return the changes of one picture, the newest first; those of thousands of pictures at once are left out."""
    comments = {row[0] for row in reader.rows(Q["comments_of"], (item,))}
    found: list[Edit] = []
    for row in reader.rows(Q["changesets"], (_SEARCHED_BYTES,)):
        if _touches(zlib.decompress(row[5]), item, comments):
            found.append(_edit(row))
            if len(found) == limit:
                break
    return found


def count(reader: Reader) -> int:
    """Return how many changes are kept."""
    return int(reader.value(Q["count"]))


def _touches(changeset: bytes, item: int, comments: Container[Any]) -> bool:
    for table, before, after in changed_rows(changeset):
        row = before or after
        if table == "comments" and row[0] in comments:
            return True
        if any(row[place] == item for place in _PICTURE.get(table, ())):
            return True
    return False


def _apply(tx: Transaction, edit_id: int | None, now_ms: int, *, inverse: bool) -> Taken:
    number = tx.value(Q["latest"], (not inverse,)) if edit_id is None else edit_id
    row = tx.row(Q["get"], (number,))
    if row is None:
        raise NotFoundError("there is nothing to take back" if inverse else "there is nothing to make again")
    edit = _edit(row)
    if (edit.undone_at is not None) == inverse:
        raise UsageError(f"change {edit.id} {'was taken back already' if inverse else 'stands'}")
    changeset = zlib.decompress(row[5])
    left = tx.apply(changeset, inverse=inverse)
    tx.run(Q["mark"], (now_ms if inverse else None, edit.id))
    sidecars.mark(tx, changed_keys(changeset, _MARKED), now_ms)
    _follow(tx, changeset)
    return Taken(edit.id, edit.kind, left)


def _follow(tx: Transaction, changeset: bytes) -> None:
    """Bring what is derived of the user's texts and tags up to date with a changeset that was applied."""
    notes: set[Any] = set()
    comments: set[Any] = set()
    tags = False
    for table, before, after in changed_rows(changeset):
        # A changed row tells no more than its key and what has changed.
        key = next((row[0] for row in (before, after) if row and row[0] is not None), None)
        if table == "notes":
            notes.add(key)
        elif table == "comments":
            comments.add(key)
            notes |= {row[1] for row in (before, after) if row and row[1] is not None}
        tags = tags or table in ("tag_nodes", "tag_aliases")
    notes |= {row[0] for row in tx.rows(Q["commented"], (json.dumps(sorted(comments)),))}
    fulltext.refresh(tx, sorted(notes))
    if tags:
        tag_names.rebuild(tx)


def _edit(row: tuple[Any, ...]) -> Edit:
    return Edit(row[0], row[1], json.loads(row[2]), row[3], row[4])
