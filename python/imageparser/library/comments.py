"""Comments: a thread for each picture in the order of time, with the wordings that edits replaced."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from imageparser.errors import NotFoundError, UsageError
from imageparser.library import fulltext
from imageparser.library.queries import load
from imageparser.text import fold_tag, nfc, strip_particle

if TYPE_CHECKING:
    from imageparser.library.connection import Reader, Transaction

Q = load("comments")
# A name behind an @ that does not stand inside a word, as in an address.
_MENTION = re.compile(r"(?<![\w@.])@(\w[\w.-]*\w|\w)")


class Comment(NamedTuple):
    """A comment; a deleted one has no body. Times are milliseconds since the epoch."""

    id: int
    file_id: int
    author: str
    body: str
    created_at: int
    edited_at: int | None
    deleted_at: int | None


class Version(NamedTuple):
    """What a comment said before an edit, and since when."""

    comment_id: int
    number: int
    body: str
    at: int


class Mentioned(NamedTuple):
    """Somebody who is mentioned in that many comments, or has written one."""

    name: str
    mentions: int


def mentions(body: str) -> list[str]:
    """Return the names that a text mentions, without the particle of a Korean one."""
    return list(dict.fromkeys(strip_particle(name) for name in _MENTION.findall(nfc(body))))


def add(tx: Transaction, file_id: int, author: str, body: str, now_ms: int) -> int:
    """Say something about a picture and return the number of the comment.

    Raises:
        UsageError: nothing is said, or by nobody.
        NotFoundError: the library has no such picture.
    """
    row = tx.row(
        Q["add"], {"file": file_id, "author": _said(author, "author"), "body": _said(body, "body"), "now": now_ms}
    )
    if row is None:
        raise NotFoundError(f"the library has no picture {file_id}")
    _follow(tx, row[0], file_id, body)
    return int(row[0])


def edit(tx: Transaction, comment_id: int, body: str, now_ms: int) -> None:
    """Let a comment say something else; what it said is kept.

    Raises:
        NotFoundError: there is no such comment, or it was deleted.
        UsageError: nothing is said.
    """
    comment = _standing(tx, comment_id)
    body = _said(body, "body")
    if body == comment.body:
        return
    tx.run(Q["keep"], {"id": comment_id})
    tx.run(Q["edit"], {"id": comment_id, "body": body, "now": now_ms})
    _follow(tx, comment_id, comment.file_id, body)


def delete(tx: Transaction, comment_id: int, now_ms: int) -> None:
    """Let a comment stand no longer; its place in the thread stays.

    Raises:
        NotFoundError: there is no such comment, or it was deleted already.
    """
    comment = _standing(tx, comment_id)
    tx.run(Q["delete"], (now_ms, comment_id))
    fulltext.refresh(tx, [comment.file_id])


def thread(reader: Reader, file_id: int) -> list[Comment]:
    """Return the comments of a picture in the order of their time."""
    return [_shown(row) for row in reader.rows(Q["thread"], (file_id,))]


def versions(reader: Reader, file_id: int) -> list[Version]:
    """Return what the comments of a picture said before they were edited, by comment; nothing of deleted ones."""
    gone = {comment.id for comment in thread(reader, file_id) if comment.deleted_at is not None}
    return [Version(*row) for row in reader.rows(Q["versions"], (file_id,)) if row[0] not in gone]


def mentioning(reader: Reader, name: str, limit: int) -> list[Comment]:
    """Return the comments that mention a name, the newest first."""
    return [_shown(row) for row in reader.rows(Q["mentioning"], (fold_tag(name.removeprefix("@")), limit))]


def names(reader: Reader) -> list[Mentioned]:
    """Return who is mentioned or has written, those most mentioned first."""
    return [Mentioned(*row) for row in reader.rows(Q["names"])]


def _standing(reader: Reader, comment_id: int) -> Comment:
    row = reader.row(Q["get"], (comment_id,))
    if row is None or row[6] is not None:
        raise NotFoundError(f"there is no comment {comment_id}")
    return Comment(*row)


def _shown(row: tuple[object, ...]) -> Comment:
    comment = Comment(*row)  # type: ignore[arg-type]
    return comment if comment.deleted_at is None else comment._replace(body="")


def _said(text: str, what: str) -> str:
    text = nfc(text).strip()
    if not text:
        raise UsageError(f"{what} is required")
    return text


def _follow(tx: Transaction, comment_id: int, file_id: int, body: str) -> None:
    tx.run(Q["forget_mentions"], (comment_id,))
    tx.run_many(Q["mention"], ((comment_id, fold_tag(name), name) for name in mentions(body)))
    fulltext.refresh(tx, [file_id])
