"""Words that find what the user tagged: the names of tags are indexed, not the pictures that have them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from imageparser.library import terms
from imageparser.library.queries import load
from imageparser.text import keyword_terms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from imageparser.library.connection import Reader, Transaction

Q = load("tag_names")


def add(tx: Transaction, name: str, folded: str) -> None:
    """Let a new tag be found by the words of its name, and suggested."""
    _put(tx, name, folded)
    terms.add(tx, terms.TAG, folded, name)


def rebuild(tx: Transaction) -> None:
    """Index all names anew; there are thousands at most."""
    names = tx.rows(Q["names"])
    tx.run(Q["clear"])
    for name, folded in names:
        _put(tx, name, folded)
    terms.name_tags(tx)


def wrong(reader: Reader) -> list[str]:
    """Return the tags of which the index does not hold exactly the names that they have."""
    wanted = Counter((keyword_terms(name.replace("_", " ")), folded) for name, folded in reader.rows(Q["names"]))
    held = Counter((words, folded) for words, folded in reader.rows(Q["held"]))
    return sorted({folded for _, folded in (wanted - held) + (held - wanted)})


def files(reader: Reader, match: str) -> NDArray[np.int64]:
    """Return the files, missing ones too, that have a tag of which a name matches, or a tag below it, ascending."""
    return np.array([row[0] for row in reader.rows(Q["files"], (match,))], np.int64)


def of_file(reader: Reader, file_id: int) -> list[str]:
    """Return the names by which the tags of a file find it: their own, their aliases, and those of tags above them."""
    return [str(row[0]).replace("_", " ") for row in reader.rows(Q["of_file"], (file_id,))]


def _put(tx: Transaction, name: str, folded: str) -> None:
    tx.run(Q["add"], (keyword_terms(name.replace("_", " ")), folded))
