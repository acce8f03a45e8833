"""What a library itself remembers of how it is to be kept; other settings belong to the user, not to a library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imageparser.library.queries import load

if TYPE_CHECKING:
    from imageparser.library.connection import Reader, Transaction

Q = load("switches")
LAYER_VECTORS = "layer_vectors"
NO_HISTORY = "no_history"  # searches are not to be remembered
# Milliseconds that one layer took in the latest run that looked at enough of them to tell.
LAYER_MS = "layer_vectors.ms"
ON, OFF = "on", "off"
_WATCH = "watch:"  # and the key of a folder


def on(reader: Reader) -> frozenset[str]:
    """Return the names of everything that is switched on in this library."""
    return frozenset(row[0] for row in reader.rows(Q["on"]))


def switch(tx: Transaction, name: str, *, to: bool) -> None:
    """Switch something on or off."""
    tx.run(Q["put"], (name, ON if to else OFF))


def watched(reader: Reader) -> frozenset[str]:
    """Return the keys of the folders that are to be watched."""
    return frozenset(name.removeprefix(_WATCH) for name in on(reader) if name.startswith(_WATCH))


def watch(tx: Transaction, key: str, *, to: bool) -> None:
    """Let a folder be watched from now on, or no more."""
    switch(tx, _WATCH + key, to=to)


def number(reader: Reader, name: str) -> float | None:
    """Return a number that was noted, or None."""
    found = reader.value(Q["get"], (name,))
    return None if found is None else float(found)


def note(tx: Transaction, name: str, value: float) -> None:
    """Note a number."""
    tx.run(Q["put"], (name, repr(float(value))))
