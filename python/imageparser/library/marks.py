"""What the user says of a picture in a word: rating, colour label, note."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from imageparser.library import fulltext
from imageparser.library.queries import load
from imageparser.text import nfc

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imageparser.library.connection import Reader, Transaction

Q = load("marks")
LABELS = ("red", "orange", "yellow", "green", "blue", "purple", "gray")
RATINGS = range(6)


def set_rating(tx: Transaction, file_ids: Iterable[int], rating: int | None) -> int:
    """Give some files the user's own rating, 0-5; None brings back the one in the file. Return how many changed."""
    return tx.run(Q["set_rating"], {"ids": json.dumps(list(file_ids)), "rating": rating})


def set_label(tx: Transaction, file_ids: Iterable[int], label: str | None) -> int:
    """Give some files a colour label, one of LABELS; None takes it away. Return how many changed."""
    return tx.run(Q["set_label"], {"ids": json.dumps(list(file_ids)), "label": label})


def set_note(tx: Transaction, file_id: int, body: str, now_ms: int) -> bool:
    """Give a file a note; an empty text takes it away. Return whether anything changed."""
    body = nfc(body).strip()
    changed = tx.run(Q["put_note"], (file_id, body, now_ms)) > 0 if body else tx.run(Q["drop_note"], (file_id,)) > 0
    fulltext.refresh(tx, [file_id])
    return changed


def note(reader: Reader, file_id: int) -> str:
    """Return the note of a file, empty where it has none."""
    return str(reader.value(Q["note"], (file_id,)) or "")


def label(reader: Reader, file_id: int) -> str | None:
    """Return the colour label of a file."""
    found: str | None = reader.value(Q["label"], (file_id,))
    return found
