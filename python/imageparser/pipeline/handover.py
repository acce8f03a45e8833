"""A new model's vectors take over when they are all there; until then those of the former one answer searches."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from imageparser import clock, log
from imageparser.library import serving, switches
from imageparser.pipeline import table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from imageparser._core import CancelToken
    from imageparser.library.connection import Database, Reader
    from imageparser.models.lifecycle import Models
    from imageparser.pipeline.phase import Phase
    from imageparser.settings import Settings

LOG = log.get("pipeline.handover")


class Service(NamedTuple):
    """What answers for a slot, what is to answer (the same where all is well), and how many files are left to do."""

    slot: str
    served: str
    current: str
    left: int


def prepare(database: Database, models: Models, settings: Settings) -> Handover:
    """Return the handover of a library under some settings.

    Raises:
        ModelMissingError: the catalogue has no model for a slot.
    """
    switched = switches.on(database.read())
    keys = dict(table.version_keys(models, settings, switched))
    every = table.phases(settings, switched)
    return Handover(database, models, every, keys, max_attempts=settings.pipeline.max_attempts)


class Handover:
    """Note what serves each slot that makes vectors, switch when its time has come, and clear what is left over.

    All phases of a slot (VV and LV) are handed over together, since their vectors share a key.
    """

    def __init__(
        self, database: Database, models: Models, phases: Sequence[Phase], keys: Mapping[str, str], *, max_attempts: int
    ) -> None:
        self._database = database
        self._models = models
        self._keys = keys
        self._max_attempts = max_attempts
        self._renewals: dict[str, list[serving.Renewal]] = {}
        for phase in phases:
            if phase.slot is not None and phase.embeds:
                self._renewals.setdefault(phase.slot, []).append(self._renewal(phase, phases))

    def begin(self) -> None:
        """Note what serves before a run changes anything; a former model that is gone serves no more."""
        reader = self._database.read()
        for slot, current in self._current().items():
            served = serving.in_force(reader, slot, current)
            if served != current and self._models.maker(served) is None:
                LOG.warning("%s: the model that made the vectors %s is gone; the new ones answer at once", slot, served)
                served = current
            if serving.noted(reader, slot) != served:
                self._serve(slot, served)

    def services(self) -> list[Service]:
        """Return how each slot is served."""
        reader = self._database.read()
        return [self._service(reader, slot, current) for slot, current in self._current().items()]

    def switch(self) -> None:
        """Let new vectors answer where nothing is left to do under the new key."""
        for service in self.services():
            if service.served != service.current and not service.left:
                LOG.info("%s: searches are answered by %s from now on", service.slot, service.current)
                self._serve(service.slot, service.current)

    def clear(self, cancel: CancelToken) -> None:
        """Take away, piece by piece, the vectors that neither serve nor are being made; a later run goes on with it."""
        reader = self._database.read()
        for service in self.services():
            kinds = [one.phase for one in self._renewals[service.slot]]
            for table_ in serving.obsolete(reader, kinds, {service.served, service.current}):
                work = partial(serving.clear_some, table=table_)
                while not cancel.cancelled and self._database.write(work):
                    pass

    def _service(self, reader: Reader, slot: str, current: str) -> Service:
        served = serving.in_force(reader, slot, current)
        if served == current:
            return Service(slot, served, current, 0)
        files = serving.left(reader, served, self._renewals[slot], max_attempts=self._max_attempts)
        return Service(slot, served, current, files)

    def _current(self) -> dict[str, str]:
        return {slot: renewals[0].version_key for slot, renewals in self._renewals.items()}

    def _serve(self, slot: str, key: str) -> None:
        now_ms = clock.now_ms()
        self._database.write(lambda tx: serving.serve(tx, slot, key, now_ms))

    def _renewal(self, phase: Phase, every: Sequence[Phase]) -> serving.Renewal:
        needs = table.requirements(phase, every)
        return serving.Renewal(phase.id, self._keys[phase.id], [(need, self._keys[need]) for need in needs])
