"""Looking at the server of captions, for people: whether it answers, and which models it has."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from imageparser.errors import ImageParserError
from imageparser.models.captions.http import QUICK_SECONDS
from imageparser.models.captions.openai import OpenAI
from imageparser.models.captions.pull import ServerModel, listed

if TYPE_CHECKING:
    from imageparser.settings import CaptionSettings


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen: the models that the server lists, or why none can be had."""

    models: tuple[ServerModel, ...]
    problem: ImageParserError | None = None


def look(settings: CaptionSettings) -> Look:
    """Ask the server for its models; it is waited for briefly, whatever the time-out of an answer is."""
    quick = settings.model_copy(update={"timeout": min(settings.timeout, QUICK_SECONDS)})
    try:
        return Look(tuple(listed(quick) if settings.api == "ollama" else _named(quick)))
    except ImageParserError as error:
        return Look((), error)


def has(models: tuple[ServerModel, ...], name: str) -> bool:
    """Tell whether a model is among those of a server; one without a tag means its latest."""
    return bool({name, f"{name}:latest"} & {one.name for one in models})


def _named(settings: CaptionSettings) -> list[ServerModel]:
    with contextlib.closing(OpenAI(settings, settings.model)) as server:
        return [ServerModel(name, 0, "") for name in server.names()]
