"""Which code writes captions: the backend of the catalogue entry, or the server that the settings name, decides."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from imageparser.errors import ModelFailedError
from imageparser.models.backends.builtin.captioner import LabelCaptioner

# ruff: noqa: PLC0415  The clients take a tenth of a second to import; only who uses a server pays.

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from imageparser.models.captions.captioner import ServerCaptioner
    from imageparser.models.captions.server import Resident
    from imageparser.models.catalog import Model
    from imageparser.models.protocol import Captioner
    from imageparser.models.wire import Message
    from imageparser.settings import CaptionSettings

BUILTIN = "builtin-label-record"
LOCAL, OLLAMA, OPENAI = "builtin.image", "ollama", "openai"
SERVERS = (OLLAMA, OPENAI)
_UNFIT = re.compile(r"[^a-z0-9._-]+")


def entry_for(entry: Model, settings: CaptionSettings) -> Model:
    """Return the entry as it is asked.

    A setting `models.captions.model` takes the place of the tier's model, the built-in one too. Prompt and schema of a
    model behind a server belong to its key, whatever its file in the catalogue says.
    """
    if entry.backend not in SERVERS and not settings.model:
        return entry
    from imageparser.models.captions import answer, prompt

    known = entry.backend in SERVERS and settings.model in ("", _name(entry))
    name = settings.model or _name(entry)
    return replace(
        entry,
        id=entry.id if known else f"{settings.api}-{_UNFIT.sub('-', name.lower()).strip('-')}",
        title=entry.title if known else name,
        backend=settings.api,
        host="",
        files=(),
        revision=name,
        preprocess=entry.preprocess if entry.backend in SERVERS else {},
        prompt={**(entry.prompt if entry.backend in SERVERS else {}), "caption": prompt.VERSION},
        schema={"answer": answer.schema_digest()},
    )


class Captioners:
    """The captioners that were asked for, each made once; `ask` puts pictures to the process of a local model."""

    def __init__(self, settings: CaptionSettings, ask: Callable[[Model, Sequence[bytes]], Message]) -> None:
        self._settings = settings
        self._ask = ask
        self._made: dict[str, LabelCaptioner | ServerCaptioner] = {}
        self._lock = threading.Lock()

    def of(self, entry: Model) -> Captioner:
        """Return the captioner of an entry that `entry_for` gave.

        Raises:
            ModelFailedError: the entry's backend writes no captions.
            CaptionServerAbsentError: the address of the server is none.
        """
        with self._lock:
            if entry.id not in self._made:
                self._made[entry.id] = self._open(entry)
            return self._made[entry.id]

    def load(self, entry: Model) -> None:
        """Let the server of an entry load its model and wait until it is there.

        Raises:
            CaptionsWaitingError, ModelFailedError: it cannot.
        """
        self.of(entry)
        for captioner in self._servers():
            if captioner.source == entry.id:
                captioner.load()

    def unload(self, entry: Model | None = None) -> None:
        """Let the servers give the memory of our models back; that of an entry even if another program loaded it."""
        if entry is not None and entry.backend in SERVERS:
            self.of(entry)
        for captioner in self._servers():
            captioner.unload()

    def resident(self) -> list[Resident]:
        """Return what the servers keep loaded."""
        return [model for captioner in self._servers() for model in captioner.resident()]

    def close(self) -> None:
        """Break off what is under way and give up the connections; models stay where they are."""
        for captioner in self._servers():
            captioner.close()
        self._made.clear()

    def _servers(self) -> list[ServerCaptioner]:
        with self._lock:
            return [one for one in self._made.values() if not isinstance(one, LabelCaptioner)]

    def _open(self, entry: Model) -> LabelCaptioner | ServerCaptioner:
        if entry.backend == LOCAL:
            return LabelCaptioner(entry, lambda images: self._ask(entry, images))
        if entry.backend not in SERVERS:
            raise ModelFailedError(f"{entry.id} asks for the backend {entry.backend}, which writes no captions.")
        from imageparser.models.captions.captioner import ServerCaptioner
        from imageparser.models.captions.ollama import Ollama
        from imageparser.models.captions.openai import OpenAI

        kind = Ollama if entry.backend == OLLAMA else OpenAI
        server = kind(self._settings, entry.revision)
        return ServerCaptioner(entry, server, concurrency=self._settings.concurrency)


def _name(entry: Model) -> str:
    """Return what the server calls the model."""
    return entry.source.repository if entry.source is not None else entry.revision
