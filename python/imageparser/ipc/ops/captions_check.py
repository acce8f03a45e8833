"""`captions_check`: look at the server of captions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from imageparser.ipc.op import op
from imageparser.ipc.protocol import Done, Payload, Shape, Text
from imageparser.models.captioners import OLLAMA, SERVERS, entry_for
from imageparser.models.store import Store
from imageparser.settings import load_settings

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class CaptionsCheckPayload(Payload):
    """Which server; where nothing is said, that of the settings."""

    url: Text | None = None
    api: Literal["ollama", "openai"] | None = None


class CaptionModelOnServer(Shape):
    """A model that the server has; its size is 0 where the server does not tell."""

    name: str
    size: int


class CaptionModelKnown(Shape):
    """A model of the catalogue that such a server can fetch: what the server calls it, and whether it is there."""

    id: str
    title: str
    name: str
    tiers: list[str]
    licence: str
    memory_mb: int
    there: bool


class CaptionsCheckDone(Done):
    """Whether the server answers, and with what error it does not; its models, and those that it can be told to fetch.

    `asked` is what the settings would ask there now, empty where captions need no server; `ready`: it is there.
    """

    url: str
    api: Literal["ollama", "openai"]
    reachable: bool
    code: str | None
    message: str
    models: list[CaptionModelOnServer]
    known: list[CaptionModelKnown]
    asked: str
    ready: bool


@op("captions_check", payload=CaptionsCheckPayload, done=CaptionsCheckDone)
def captions_check(_job: Job, payload: CaptionsCheckPayload) -> dict[str, Any]:
    """Ask the server of captions whether it is there, and which models it has."""
    from imageparser.models.captions.looking import has, look  # noqa: PLC0415  # its clients are slow to load

    settings = load_settings()
    named = {"url": payload.url, "api": payload.api}
    captions = settings.models.captions.model_copy(update={key: value for key, value in named.items() if value})
    store = Store.of(settings)
    entry = entry_for(store.for_slot("MC"), captions)
    seen = look(captions)
    known = [
        {
            "id": one.id,
            "title": one.title,
            "name": one.source.repository,
            "tiers": list(one.tiers),
            "licence": one.licence,
            "memory_mb": one.memory_mb,
            "there": has(seen.models, one.source.repository),
        }
        for one in store.known().values()
        if one.backend == OLLAMA and one.source is not None
    ]
    asked = entry.revision if entry.backend in SERVERS else ""
    return {
        "url": captions.url,
        "api": captions.api,
        "reachable": seen.problem is None,
        "code": None if seen.problem is None else seen.problem.code,
        "message": "" if seen.problem is None else seen.problem.message,
        "models": [{"name": one.name, "size": one.size} for one in seen.models],
        "known": known if captions.api == OLLAMA else [],
        "asked": asked,
        "ready": bool(asked) and has(seen.models, asked),
    }
