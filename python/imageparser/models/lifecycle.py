"""The models of one program: loaded on first use, each in a process; they leave when idle, told to, or at the end.

Which model serves a slot is said by the settings; any other one of the catalogue can be asked by its id beside it.
"""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from imageparser.errors import ImageParserError
from imageparser.models import version_key as keys
from imageparser.models.backends.table import LOAD, HostOptions
from imageparser.models.budget import Budget, Tenant
from imageparser.models.captioners import BUILTIN, OLLAMA, SERVERS, Captioners, entry_for
from imageparser.models.clients import Images, Labels, Texts, VisualTexts
from imageparser.models.guest import GuestCaptioner
from imageparser.models.process import HOST
from imageparser.models.residents import Residents, Rules
from imageparser.models.sensor import Sensor
from imageparser.models.store import Store
from imageparser.models.usage import Usages
from imageparser.models.wire import Message
from imageparser.settings import default_cache_path, load_settings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

    from imageparser.models.catalog import Model
    from imageparser.models.protocol import Captioner, HostStatus, ImageEncoder, TextEncoder, VisualText
    from imageparser.models.usage import Usage
    from imageparser.settings import Settings


# Where a server of captions takes memory of this machine.
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Models:
    """The models that the settings choose. Works from any thread; use it as a context manager or call `close`.

    `sensor` measures memory; `module` is what a model process runs. Both are given by tests only.
    """

    def __init__(self, settings: Settings | None = None, *, sensor: Sensor | None = None, module: str = HOST) -> None:
        chosen = settings or load_settings()
        given = chosen.models
        sensor = sensor or Sensor()
        self._store = Store.of(chosen)
        self._device = given.device
        self._captions = given.captions
        self._captioners = Captioners(given.captions, lambda entry, images: Labels(self, entry).ask(images))
        folder = default_cache_path(chosen) / "models"
        self._usages = Usages(folder)
        self._budget = Budget(given.memory_budget_mb << 20, sensor, self._usages)
        options = HostOptions(
            given.threads or available_cores(),
            folder,
            self._store.folder,
            given.precision,
            given.device,
            given.memory_budget_mb,
        )
        rules = Rules(given.request_timeout, given.idle_unload_minutes * 60, given.memory_ceiling_mb << 20)
        self._residents = Residents(options, rules, self._budget, sensor, self._usages, module=module)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def visual(self, model: str | Model | None = None) -> ImageEncoder:
        """Return the encoder of pictures: that of the slot VV, or any model of the catalogue."""
        return Images(self, self._entry("VV", model))

    def meaning(self, model: str | Model | None = None) -> TextEncoder:
        """Return the encoder of texts: that of the slot MV, or any model of the catalogue."""
        return Texts(self, self._entry("MV", model))

    def visual_text(self, model: str | Model | None = None) -> VisualText:
        """Return the encoder of texts into the space of the pictures, or into that of another model of pictures."""
        pictures = self._entry("VV", model)
        return VisualTexts(self, self._store.text_of(pictures))

    def captioner(self) -> Captioner:
        """Return the writer of records (MC)."""
        entry = self.model("MC")
        captioner, tenant = self._captioners.of(entry), self._tenant(entry)
        if tenant.process or not tenant.expected:
            return captioner
        seat = partial(self._residents.guest, tenant, self._captioners.unload)
        return GuestCaptioner(captioner, seat, at_once=self._captions.concurrency)

    def stand_in(self) -> tuple[Captioner, str]:
        """Return the captioner that serves while another one is not there, and the version key of its records."""
        entry = self._store.model(BUILTIN)
        return self._captioners.of(entry), keys.version_key(entry)

    def model(self, slot: str) -> Model:
        """Return the entry that serves a slot: the one that the settings name, else that of the tier."""
        entry = self._store.for_slot(slot)
        return entry_for(entry, self._captions) if slot == "MC" else entry

    def version_key(self, slot: str) -> str:
        """Return the key under which results of a slot ("VV", "MV", "MC", "VT") are stored."""
        return keys.version_key(self.model(slot))

    def maker(self, key: str) -> Model | None:
        """Return the installed model that brings queries among the vectors of a version key; None where it is gone."""
        named = keys.maker(key)
        if named is None:
            return None
        try:
            store = Store(self._store.folder, precision=named.precision)
            entry = store.model(named.model)
            for file in entry.files:
                entry.path(file.name)
        except ImageParserError:
            return None
        return entry if keys.maker(keys.version_key(entry)) == named else None

    def fits(self, slots: Iterable[str]) -> bool:
        """Return whether the models of some slots may be resident at the same time."""
        return self._budget.fits({self._tenant(self.model(slot)) for slot in slots})

    def batch(self, slot: str) -> int | None:
        """Return how many inputs the model of a slot takes at once; None where it has never said so."""
        tenant = self._tenant(self.model(slot))
        known = self._usages.get(tenant.name, tenant.precision)
        return None if known is None else known.batch

    def prepare(self, *slots: str) -> None:
        """Start the processes of these slots without waiting, so that other work overlaps with their start."""
        for tenant in {self._tenant(self.model(slot)) for slot in slots}:
            if tenant.process:
                self._residents.start(tenant)

    def load(self, slot: str) -> None:
        """Load the model of a slot and wait until it can answer; a server loads its own.

        Raises:
            ImageParserError: it cannot be loaded.
        """
        entry = self.model(slot)
        if entry.backend in SERVERS:
            self._captioners.load(entry)
        else:
            self.ask(entry, LOAD, Message({"slot": slot}))

    def unload(self, slot: str | None = None) -> None:
        """End the process of one slot, or of all; the next use starts it again. A server unloads its model."""
        if slot in (None, "MC"):
            self._captioners.unload(self.model("MC"))
        self._residents.end(None if slot is None else [self._tenant(self.model(slot)).name])

    def keep_only(self, slots: Iterable[str]) -> None:
        """End every process that the models of some slots do not need; servers unload theirs."""
        kept = {self._tenant(self.model(slot)) for slot in slots}
        if all(tenant.process for tenant in kept):
            self._captioners.unload()
        names = {tenant.name for tenant in kept}
        self._residents.end(name for name in self._residents.names() if name not in names)

    def status(self) -> list[HostStatus]:
        """Return the resident processes."""
        return self._residents.status()

    def usage(self) -> list[Usage]:
        """Return the latest numbers of every model that was ever resident here, in this program or another."""
        return self._usages.every()

    def close(self) -> None:
        """End every process; the object cannot be used afterwards."""
        self._captioners.close()
        self._residents.close()

    def ask(self, entry: Model, operation: str, message: Message) -> Message:
        """Put a question to the process of a model, started where it is not resident.

        Raises:
            ModelDiedError: the process died or hung; the next question starts a new one.
            ImageParserError: whatever the model itself reported.
        """
        return self._residents.ask(self._tenant(entry), operation, message)

    def _entry(self, slot: str, model: str | Model | None) -> Model:
        if model is None:
            return self.model(slot)
        return self._store.model(model) if isinstance(model, str) else model

    def _tenant(self, entry: Model) -> Tenant:
        """Return what is resident for a model; some share the process of another one."""
        if entry.backend in SERVERS:
            # What other servers hold is not ours to let go.
            ours = entry.backend == OLLAMA and urlsplit(self._captions.url).hostname in LOOPBACK
            return Tenant(entry.id, "", entry.memory_mb << 20 if ours else 0, process=False)
        host = entry if entry.host == entry.id else self._store.model(entry.host)
        on_card = not host.backend.startswith("builtin.") and self._device != "cpu"
        return Tenant(host.id, host.precision, host.memory_mb << 20, on_card)


def available_cores() -> int:
    """Return how many cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
