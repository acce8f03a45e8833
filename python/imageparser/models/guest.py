"""A captioner whose model lives in someone else's process and still takes memory of this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from imageparser.errors import ImageParserError
    from imageparser.models.protocol import Captioner, CaptionInput, CaptionRecord


class GuestCaptioner:
    """Let a captioner ask only while it holds a seat among the models.

    It asks for `at_once` pictures at a time: who waits for the memory, a search for instance, waits for one answer and
    not for a whole batch.
    """

    def __init__(self, captioner: Captioner, seat: Callable[[], AbstractContextManager[None]], *, at_once: int) -> None:
        self._captioner = captioner
        self._seat = seat
        self._at_once = at_once

    @property
    def source(self) -> str:
        """Return the name that the records carry."""
        return self._captioner.source

    @property
    def edge(self) -> int:
        """Return the longer side of the pictures that the model looks at."""
        return self._captioner.edge

    @property
    def batch(self) -> int:
        """Return how many pictures it is asked for at once at most."""
        return self._captioner.batch

    def ready(self) -> None:
        """Return if it can be asked now.

        Raises:
            CaptionsWaitingError: what it needs is not there.
        """
        self._captioner.ready()

    def caption(
        self, inputs: Sequence[CaptionInput], *, cancelled: Callable[[], bool] = lambda: False
    ) -> list[CaptionRecord | ImageParserError]:
        """Return one record for each input, in order, or why that one has none."""
        found: list[CaptionRecord | ImageParserError] = []
        for start in range(0, len(inputs), self._at_once):
            with self._seat():
                found += self._captioner.caption(inputs[start : start + self._at_once], cancelled=cancelled)
        return found
