"""What a vector table has over the file of its codes: notes of changed vectors, taken with the change itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from imageparser.library.queries import load

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from imageparser.library.connection import Reader, Transaction

Q = load("vector_notes")
# With more the file is written anew instead, which takes about as long.
MOST = 1 << 17
_EVER = (1 << 63) - 1


def begin(tx: Transaction, name: str) -> None:
    """Take notes of a table from now on; a file of codes may stand at its present generation."""
    tx.run(Q["begin"], (name,))


def take(tx: Transaction, name: str, ids: Iterable[int], generation: int) -> None:
    """Note that some vectors are others, or gone, since a generation began; nothing where no notes are taken."""
    if not tx.value(Q["taken"], (name,)):
        return
    changed = [(name, int(item), generation) for item in ids]
    if tx.value(Q["count"], {"name": name, "count": len(changed)}) > MOST:
        forget(tx, name)
    else:
        tx.run_many(Q["note"], changed)


def changed(reader: Reader, name: str, generation: int) -> NDArray[np.int64]:
    """Return the ids whose vectors are others, or gone, since a generation, in order."""
    return np.array([row[0] for row in reader.rows(Q["changed"], (name, generation))], np.int64)


def known(reader: Reader, name: str, generation: int, stamp: int) -> bool:
    """Tell whether notes are complete since a generation, and whether this library had that generation at all."""
    return bool(reader.value(Q["step"], (name, generation, stamp)))


def promise(tx: Transaction, name: str, generation: int, stamp: int) -> None:
    """Let a file of codes that is about to be written stand at a generation, provided that notes are taken."""
    tx.run(Q["promise"], {"name": name, "generation": generation, "stamp": stamp})


def settle(tx: Transaction, name: str, generation: int) -> None:
    """Forget what a file of codes that stands at a generation knows."""
    tx.run(Q["drop_notes"], (name, generation))
    tx.run(Q["drop_steps"], (name, generation))
    tx.run(Q["recount"], (name,))


def forget(tx: Transaction, name: str) -> None:
    """Take no more notes of a table: its file of codes must be written anew."""
    settle(tx, name, _EVER)
