"""The table of phases. Everything else walks it; nothing else names a phase."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from imageparser.errors import UsageError
from imageparser.pipeline.phase import version_key
from imageparser.pipeline.phases import caption, layers, meaning, parse, visual

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from imageparser.models.lifecycle import Models
    from imageparser.pipeline.phase import Phase
    from imageparser.settings import Settings

# In the order in which they are shown, each after what it needs.
PHASES: tuple[Phase, ...] = (parse.PHASE, caption.PHASE, visual.PHASE, meaning.PHASE, layers.PHASE)


def phases(settings: Settings, switched: Collection[str] = ()) -> tuple[Phase, ...]:
    """Return the phases in the order of the settings: `sequential` lets each wait for the one before it.

    `switched` names what a library has switched on; a phase that it has not is no phase of it.
    """
    every = tuple(phase for phase in PHASES if phase.switch is None or phase.switch in switched)
    if settings.pipeline.order == "parallel":
        return every
    before = [(), *((phase.id,) for phase in every)]
    return tuple(replace(phase, needs=needs) for phase, needs in zip(every, before, strict=False))


def chosen(settings: Settings, names: Iterable[str] | None, switched: Collection[str] = ()) -> tuple[Phase, ...]:
    """Return the phases of these names in the order of the table; None means all.

    Raises:
        UsageError: a name is no phase, or one that the library has not switched on, or none is named.
    """
    every = phases(settings, switched)
    if names is None:
        return every
    wanted = {name.strip().upper() for name in names if name.strip()}
    unknown = wanted - {phase.id for phase in every}
    if unknown or not wanted:
        known = ", ".join(phase.id for phase in every)
        for phase in PHASES:
            if phase.id in unknown:
                raise UsageError(f"phase {phase.id} is off in this library, see `index --help`; there are: {known}")
        raise UsageError(f"no phase {', '.join(sorted(unknown)) or 'is named'}; there are: {known}")
    return tuple(phase for phase in every if phase.id in wanted)


def reading(settings: Settings) -> tuple[str, ...]:
    """Return the phases that read the files themselves."""
    return tuple(phase.id for phase in phases(settings) if phase.reads_files)


def dependents(phase_id: str, every: Iterable[Phase]) -> tuple[str, ...]:
    """Return the phases that build on the result of a phase, directly or through others."""
    found: dict[str, None] = {}
    for phase in every:
        if phase_id in phase.needs or any(need in found for need in phase.needs):
            found[phase.id] = None
    return tuple(found)


def requirements(phase: Phase, every: Iterable[Phase]) -> tuple[str, ...]:
    """Return the phases on whose results a phase builds, directly or through others."""
    known = {other.id: other for other in every}
    found: dict[str, None] = {}
    pending = list(phase.needs)
    while pending:
        need = pending.pop()
        found[need] = None
        pending += [other for other in known[need].needs if other not in found]
    return tuple(found)


def version_keys(models: Models, settings: Settings, switched: Collection[str] = ()) -> list[tuple[str, str]]:
    """Return the (phase, version key) in force of every phase, in the order of the table."""
    return [(phase.id, version_key(phase, settings, models)) for phase in phases(settings, switched)]
