"""The table of operations: one name, one file."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from imageparser.ipc.op import Op

NAMES = ("db_stats",)


def find(name: str) -> Op | None:
    """Return the operation of a name, or None; its file is loaded when it is first asked for."""
    if name not in NAMES:
        return None
    found: Op = getattr(import_module(f"{__name__}.{name}"), name)
    return found
