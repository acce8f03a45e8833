"""Phases whose models do not fit into the memory together run one after the other, each with the memory to itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imageparser.pipeline.stage import ends_the_run

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from imageparser._core import CancelToken
    from imageparser.models.lifecycle import Models
    from imageparser.pipeline.phase import Phase


def plan(phases: Sequence[Phase], models: Models) -> list[tuple[Phase, ...]]:
    """Return the phases in turns, in the order of the table: as many in each as fit, one at least.

    A turn takes every file as far as its phases go; phases without a model go with the first turn that they meet.
    """
    turns: list[list[Phase]] = []
    slots: set[str] = set()
    for phase in phases:
        wanted = slots | ({phase.slot} if phase.slot else set())
        if not turns or (wanted != slots and not models.fits(wanted)):
            turns.append([])
            wanted = {phase.slot} if phase.slot else set()
        turns[-1].append(phase)
        slots = wanted
    return [tuple(turn) for turn in turns]


def take(phases: Sequence[Phase], models: Models, run: Callable[[Sequence[Phase]], None], cancel: CancelToken) -> None:
    """Run the phases in their turns; between two turns every model goes that the next one does not need.

    Where everything fits there is one turn and nothing goes. A missing or broken model only ends its own phase.

    Raises:
        ImageParserError: the first error of a turn, after the others where it is not one that ends the run.
    """
    turns = plan(phases, models)
    errors: list[Exception] = []
    for number, turn in enumerate(turns):
        if cancel.cancelled:
            break
        try:
            run(turn)
        except Exception as error:
            if ends_the_run(error):
                raise
            errors.append(error)
        finally:
            if len(turns) > 1:
                following = turns[number + 1] if number + 1 < len(turns) else ()
                models.keep_only(phase.slot for phase in following if phase.slot)
    if errors:
        raise errors[0]
