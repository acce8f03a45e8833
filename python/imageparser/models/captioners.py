"""Which code writes captions: the backend of the catalogue entry, or the server that the settings name, decides."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from imageparser.errors import ModelFailedError
from imageparser.models.backends.builtin.captioner import LabelCaptioner
from imageparser.models.version_key import digest

# ruff: noqa: PLC0415  The clients take a tenth of a second to import; only who uses a server pays.

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from imageparser.models.captions.captioner import ServerCaptioner
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
        schema={"answer": digest([answer.schema_text()])},
    )


def open_captioner(
    entry: Model, settings: CaptionSettings, ask: Callable[[Model, Sequence[bytes]], Message]
) -> Captioner:
    """Return the captioner of an entry that `entry_for` gave; `ask` puts pictures to the process of a local model.

    Raises:
        ModelFailedError: the entry's backend writes no captions.
    """
    if entry.backend in SERVERS:
        return _server(entry, settings)
    if entry.backend != LOCAL:
        raise ModelFailedError(f"{entry.id} asks for the backend {entry.backend}, which writes no captions")
    return LabelCaptioner(entry, lambda images: ask(entry, images))


def _server(entry: Model, settings: CaptionSettings) -> ServerCaptioner:
    from imageparser.models.captions.captioner import ServerCaptioner
    from imageparser.models.captions.ollama import Ollama
    from imageparser.models.captions.openai import OpenAI

    kind = Ollama if entry.backend == OLLAMA else OpenAI
    return ServerCaptioner(entry, kind(settings, entry.revision), concurrency=settings.concurrency)


def _name(entry: Model) -> str:
    """Return what the server calls the model."""
    return entry.source.repository if entry.source is not None else entry.revision
