"""Among which vectors the axes look, and which model brings queries there: the former one until the new one is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from imageparser.library import serving
from imageparser.search.axes import meaning, visual

if TYPE_CHECKING:
    from collections.abc import Mapping

    from imageparser.library.connection import Reader
    from imageparser.models.catalog import Model
    from imageparser.models.lifecycle import Models

_SLOTS = {"visual": visual.KIND, "meaning": meaning.KIND}


@dataclass(frozen=True)
class Space:
    """The vectors under one version key; `model` takes queries there, None stands for the one of the settings.

    `note` is said with the results: `former` where the model of the settings has not looked at everything yet,
    `partial` where that is so and the one before it is gone.
    """

    key: str
    model: Model | None = None
    note: str | None = None


def spaces(reader: Reader, models: Models) -> Mapping[str, Space]:
    """Return the space of each axis that compares vectors."""
    return {axis: _space(reader, models, slot) for axis, slot in _SLOTS.items()}


def _space(reader: Reader, models: Models, slot: str) -> Space:
    current = models.version_key(slot)
    served = serving.in_force(reader, slot, current)
    if served == current:
        return Space(current)
    maker = models.maker(served)
    return Space(current, note="partial") if maker is None else Space(served, maker, note="former")
