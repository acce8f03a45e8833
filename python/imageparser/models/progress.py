"""How far the installing of a model is, for whoever shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

What = Literal["wait", "download", "copy", "pull", "export", "check"]


@dataclass(frozen=True, slots=True)
class Step:
    """What is being done to which file; `done` of `total` bytes or parts, a total of 0 meaning that it is unknown."""

    what: What
    name: str
    done: int = 0
    total: int = 0


# Whoever is told may raise `CancelledError`: what was fetched so far stays for the next attempt.
Progress = Callable[[Step], None]


def silent(_step: Step) -> None:
    """Show nothing."""
