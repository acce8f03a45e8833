"""A batch that fails as a whole: once more where its model process ended, then by halves down to the guilty file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imageparser import log
from imageparser.errors import (
    CancelledError,
    DiskFullError,
    LibraryCorruptError,
    LibraryLockedError,
    LibraryReadOnlyError,
    ModelDiedError,
    ModelMissingError,
)
from imageparser.pipeline.phase import Failed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from imageparser._core import CancelToken
    from imageparser.pipeline.phase import Item, Outcome

    Run = Callable[[Sequence[Item]], Sequence[Outcome]]

LOG = log.get("pipeline.attempts")

# Not the fault of a file: going on would only fail every other one too.
FATAL = (DiskFullError, LibraryCorruptError, LibraryLockedError, LibraryReadOnlyError, ModelMissingError)
# So many files in a row, each of which ended the model's process alone, speak against the model and not against the
# files. Each start of a large model takes long: what is left of the batch waits for the next run.
HOPELESS_FILES = 4


class Attempts:
    """Run the batches of one phase so that each file gets its own verdict."""

    def __init__(self, name: str, run: Run, cancel: CancelToken) -> None:
        self._name = name
        self._run = run
        self._cancel = cancel
        self._lost = 0

    def outcomes(self, items: Sequence[Item]) -> list[Outcome]:
        """Return what became of the items; those that a broken model could not try are left out.

        Raises:
            CancelledError: the run was cancelled meanwhile.
            ImageParserError: what no other file would survive either (`FATAL`).
        """
        self._lost = 0
        made = self._tried(items)
        if isinstance(made, ModelDiedError):
            LOG.info("%s: %s; the batch of %d is tried once more", self._name, made, len(items))
            made = self._tried(items)
        return made if isinstance(made, list) else self._by_halves(items, made)

    def _by_halves(self, items: Sequence[Item], error: Exception) -> list[Outcome]:
        if len(items) == 1:
            return [self._verdict(items[0], error)]
        LOG.info("%s: a batch of %d failed (%s), trying its halves", self._name, len(items), error)
        middle = len(items) // 2
        found: list[Outcome] = []
        for half in (items[:middle], items[middle:]):
            if self._lost >= HOPELESS_FILES:
                break
            made = self._tried(half)
            found += made if isinstance(made, list) else self._by_halves(half, made)
        return found

    def _verdict(self, item: Item, error: Exception) -> Failed:
        self._lost += isinstance(error, ModelDiedError)
        return Failed.of(item.ref, error)

    def _tried(self, items: Sequence[Item]) -> list[Outcome] | Exception:
        """Return the outcomes of a part, or the error that ended it."""
        try:
            made = self._run(items)
        except (CancelledError, *FATAL):
            raise
        except Exception as error:  # a fault in one file must not end the run
            if self._cancel.cancelled:  # Ctrl-C may have ended a model too: that is no fault of the files
                raise CancelledError from error
            return error
        self._lost = 0
        return list(made)
