"""Who is resident: models load on first use, each in its own process, and leave when idle, asked to, or at the end.

Memory surely comes back only when a process ends, so unloading a model is ending its process.
"""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Self

from imageparser.errors import ModelFailedError
from imageparser.models.backends.table import HostOptions
from imageparser.models.captioners import BUILTIN, Captioners, entry_for
from imageparser.models.clients import Images, Labels, Texts, VisualTexts
from imageparser.models.keeper import Keeper
from imageparser.models.process import ModelProcess, UnloadedError
from imageparser.models.store import Store
from imageparser.models.version_key import version_key
from imageparser.settings import default_cache_path, load_settings

if TYPE_CHECKING:
    from types import TracebackType

    from imageparser.models.catalog import Model
    from imageparser.models.protocol import Captioner, HostStatus, ImageEncoder, TextEncoder, VisualText
    from imageparser.models.wire import Message
    from imageparser.settings import Settings


class Models:
    """The models of one tier. Works from any thread; use it as a context manager or call `close`."""

    def __init__(self, settings: Settings | None = None) -> None:
        chosen = settings or load_settings()
        self._store = Store.of(chosen)
        self._timeout = chosen.models.request_timeout
        self._idle = chosen.models.idle_unload_minutes * 60
        self._ceiling = chosen.models.memory_ceiling_mb << 20
        threads = chosen.models.threads or available_cores()
        self._options = HostOptions(
            threads,
            default_cache_path(chosen) / "models",
            self._store.folder,
            chosen.models.precision,
            chosen.models.device,
            chosen.models.memory_budget_mb,
        )
        self._caption_settings = chosen.models.captions
        self._captioners = Captioners(chosen.models.captions, lambda entry, images: Labels(self, entry).ask(images))
        self._lock = threading.Lock()
        self._hosts: dict[str, ModelProcess] = {}
        self._closed = False
        self._keeper = Keeper(self._tend, period=min(1.0, self._timeout / 4))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def visual(self) -> ImageEncoder:
        """Return the encoder of pictures (VV)."""
        return Images(self, self.model("VV"))

    def meaning(self) -> TextEncoder:
        """Return the encoder of texts (MV)."""
        return Texts(self, self.model("MV"))

    def visual_text(self) -> VisualText:
        """Return the encoder of texts into the space of the pictures."""
        return VisualTexts(self, self.model("VT"))

    def captioner(self) -> Captioner:
        """Return the writer of records (MC)."""
        return self._captioners.of(self.model("MC"))

    def stand_in(self) -> tuple[Captioner, str]:
        """Return the captioner that serves while another one is not there, and the version key of its records."""
        entry = self._store.model(BUILTIN)
        return self._captioners.of(entry), version_key(entry)

    def model(self, slot: str) -> Model:
        """Return the entry that serves a slot: the one that the settings name, else that of the tier."""
        entry = self._store.for_slot(slot)
        return entry_for(entry, self._caption_settings) if slot == "MC" else entry

    def version_key(self, slot: str) -> str:
        """Return the key under which results of a slot ("VV", "MV", "MC", "VT") are stored."""
        return version_key(self.model(slot))

    def prepare(self, *slots: str) -> None:
        """Start the processes of these slots without waiting, so that other work overlaps with their start."""
        for host in {self.model(slot).host for slot in slots} - {""}:
            self._resident(host)

    def unload(self, slot: str | None = None) -> None:
        """End the process of one slot, or of all; the next use starts it again. A server unloads its model."""
        if slot in (None, "MC"):
            self._captioners.unload()
        with self._lock:
            chosen = list(self._hosts) if slot is None else [self.model(slot).host]
            ended = [self._hosts.pop(name) for name in chosen if name in self._hosts]
        for process in ended:
            process.close()

    def status(self) -> list[HostStatus]:
        """Return the resident processes."""
        with self._lock:
            hosts = list(self._hosts.values())
        return [process.status() for process in hosts if process.alive]

    def close(self) -> None:
        """End every process; the object cannot be used afterwards."""
        self._closed = True
        self._captioners.close()
        self.unload()
        self._keeper.close()

    def ask(self, entry: Model, operation: str, message: Message) -> Message:
        """Put a question to the process of a model, started where it is not resident.

        Raises:
            ModelFailedError: the process died or hung; the next question starts a new one.
        """
        while True:
            process = self._resident(entry.host)
            try:
                answer = process.ask(operation, message)
            except UnloadedError:
                continue
            if self._ceiling and process.rss() > self._ceiling:
                process.close()
            return answer

    def _resident(self, name: str) -> ModelProcess:
        with self._lock:
            if self._closed:
                raise ModelFailedError("The models were closed.")
            process = self._hosts.get(name)
            if process is None or not process.alive:
                if process is not None:
                    process.close()
                process = self._keeper.run(lambda: ModelProcess(name, self._options, timeout=self._timeout))
                self._hosts[name] = process
            return process

    def _tend(self) -> None:
        """Kill what hangs and end what is idle; the keeper never waits for a lock whose owner waits for the keeper."""
        for process in list(self._hosts.values()):
            process.kill_if_late()
            process.close_if_idle(self._idle)


def available_cores() -> int:
    """Return how many cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
