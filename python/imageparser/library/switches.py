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


def on(reader: Reader) -> frozenset[str]:
    """Return the names of everything that is switched on in this library."""
    return frozenset(row[0] for row in reader.rows(Q["on"]))


def switch(tx: Transaction, name: str, *, to: bool) -> None:
    """Switch something on or off."""
    tx.run(Q["put"], (name, ON if to else OFF))


def number(reader: Reader, name: str) -> float | None:
    """Return a number that was noted, or None."""
    found = reader.value(Q["get"], (name,))
    return None if found is None else float(found)


def note(tx: Transaction, name: str, value: float) -> None:
    """Note a number."""
    tx.run(Q["put"], (name, repr(float(value))))
