"""What an operation of the archive tells while it works; adapters turn it into lines."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from imageparser import _core


class Status(StrEnum):
    """What became of one picture."""

    OK = "OK"
    PARTIAL = "PARTIAL"
    UNKNOWN = "UNKNOWN"
    CONFLICT = "CONFLICT"
    ERROR = "ERROR"
    SKIP = "SKIP"


_NONE: Mapping[str, Any] = MappingProxyType({})


class Outcome(NamedTuple):
    """What became of one picture and why; `details` become further members of its line.

    A tuple, since there are as many as pictures and a frozen dataclass takes five times as long to make.
    """

    status: Status
    source: str
    target: str | None = None
    message: str | None = None
    preview: str | None = None
    details: Mapping[str, Any] = _NONE


class Report(Protocol):
    """Where an operation tells what it does, and where it sees that it is to stop."""

    cancel: _core.CancelToken

    def begin(self, total: int) -> None:
        """Say how many items there are; the first progress line."""

    def result(self, outcome: Outcome) -> None:
        """Settle one item with a line of its own; counts it, and as an error or skipped where its status says so."""

    def passed(self, count: int = 1, *, skipped: bool = False) -> None:
        """Settle items that get no line."""

    def log(self, message: str) -> None:
        """Say something for people."""
