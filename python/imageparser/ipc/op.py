"""What an operation is: its name, its models, what it needs for itself, and the function that does it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from imageparser.ipc.protocol import Details, Done, Payload
from imageparser.text import key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from imageparser.ipc.job import Job

P = TypeVar("P", bound=Payload)


@dataclass(frozen=True, slots=True)
class Claims:
    """What a job touches: jobs whose claims meet run one after another, in the order of their arrival.

    `folders` holds folders and files that are read or changed, `rows` the nouns of the library that are written,
    `reads` the nouns that must not change meanwhile. A job without claims waits for nobody. The rows of `files` belong
    to the folders where those are known: jobs in different folders may both write them.
    """

    folders: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    keys: frozenset[str] = field(init=False, default=frozenset())

    def __post_init__(self) -> None:
        keys = frozenset(key_of(os.path.realpath(folder)) for folder in self.folders)
        object.__setattr__(self, "keys", keys)

    def meet(self, other: Claims) -> bool:
        """Tell whether two jobs must not run side by side."""
        if any(_overlap(one, two) for one in self.keys for two in other.keys):
            return True
        mine, theirs = set(self.rows), set(other.rows)
        both = mine & theirs - (_BY_FOLDER if self.keys and other.keys else set())
        return bool(both or mine & set(other.reads) or theirs & set(self.reads))


NOTHING = Claims()
_BY_FOLDER = {"files"}


def _overlap(one: str, two: str) -> bool:
    outer, inner = sorted((one.rstrip("/"), two.rstrip("/")), key=len)
    return inner == outer or inner.startswith(outer + "/")


@dataclass(frozen=True, slots=True)
class Op:
    """One operation; `details` are its result lines' own members, `done` is what its `done` holds as payload.

    Of the jobs that have one `lane` of an operation, a newer one cancels those before it.
    """

    name: str
    payload: type[Payload]
    done: type[Done] | None
    details: type[Details] | None
    claims: Callable[[Any], Claims]
    run: Callable[[Job, Any], Mapping[str, Any] | None]
    summary: str
    lane: Callable[[Any], str | None]


def op(
    name: str,
    *,
    payload: type[P],
    done: type[Done] | None = None,
    details: type[Details] | None = None,
    claims: Callable[[P], Claims] | None = None,
    lane: Callable[[P], str | None] | None = None,
) -> Callable[[Callable[[Job, P], Mapping[str, Any] | None]], Op]:
    """Make an operation of the function below; its docstring's first line becomes the summary."""

    def make(function: Callable[[Job, P], Mapping[str, Any] | None]) -> Op:
        summary = (function.__doc__ or "").strip().partition("\n")[0]
        return Op(name, payload, done, details, claims or _no_claims, function, summary, lane or _no_lane)

    return make


def _no_claims(_payload: Payload) -> Claims:
    return NOTHING


def _no_lane(_payload: Payload) -> None:
    return None


def joined(paths: Iterable[str | None]) -> tuple[str, ...]:
    """Return the paths that were given, for the claims of an operation with optional paths."""
    return tuple(path for path in paths if path)
