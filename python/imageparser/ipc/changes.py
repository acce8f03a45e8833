"""How an operation changes what is the user's own: on the writer, inside the journal of changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from imageparser import clock
from imageparser.ipc.op import Claims
from imageparser.library import edits

if TYPE_CHECKING:
    from collections.abc import Callable

    from imageparser.ipc.job import Job
    from imageparser.library.connection import Transaction

T = TypeVar("T")
# Changes of the user's own come one after another, in the order in which they were asked for.
CLAIMS = Claims(rows=("edits",))


def journaled(job: Job, summary: dict[str, Any], work: Callable[[Transaction, int], T]) -> tuple[T, int | None]:
    """Run `work(tx, now)` in the journal; return what it gave and the number of the change, if any."""
    now = clock.now_ms()

    def write(tx: Transaction) -> tuple[T, int | None]:
        return edits.record(tx, job.op.name, summary, lambda: work(tx, now), now)

    done = job.library.database.write(write)
    job.library.sidecars.wake()
    return done
