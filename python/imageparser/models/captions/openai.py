"""A model behind OpenAI's chat completions, as llama.cpp, vLLM and LM Studio serve them.

`url` may be the server or its `/v1`. These servers hold their model for as long as they run, so loading and unloading
is their own business, and they do not tell what takes pictures: the first picture shows it.
"""

from __future__ import annotations

import base64
import contextlib
import json
from typing import TYPE_CHECKING, Any

import httpx

from imageparser import clock
from imageparser.errors import CaptionModelAbsentError, CaptionServerAbsentError, ModelFailedError
from imageparser.models.captions.http import QUICK_SECONDS, Line, refusal, translated
from imageparser.models.captions.server import ConnectionLostError, Resident, Said, SilentError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imageparser.models.captions.server import Question
    from imageparser.settings import CaptionSettings

_DATA, _END = "data:", "[DONE]"


class OpenAI:
    """One model on one server (see `server.CaptionServer`)."""

    def __init__(self, settings: CaptionSettings, model: str) -> None:
        self._timeout, self._model = settings.timeout, model
        self._url = settings.url.rstrip("/").removesuffix("/v1") + "/v1"
        self._line = Line(settings.timeout, settings.api_key)
        self._client = httpx.Client(**self._line.options())
        self._quick = min(settings.timeout, QUICK_SECONDS)

    def ready(self) -> None:
        """Return if the server answers and has the model; one that lists no models is taken at its word.

        Raises:
            CaptionsWaitingError: it is not so.
        """
        names = self.names()
        if names and self._model not in names:
            raise CaptionModelAbsentError(f"{self._url} has {', '.join(names[:5])}, not {self._model}.")

    def names(self) -> list[str]:
        """Return the models that the server lists.

        Raises:
            CaptionsWaitingError: it does not answer, or is no such server.
        """
        try:
            with self._translated():
                answer = self._client.get(f"{self._url}/models", timeout=self._quick)
                _refuse(answer.status_code, answer.text)
                return [str(one["id"]) for one in answer.json()["data"]]
        except (ModelFailedError, ConnectionLostError, SilentError) as error:
            raise CaptionServerAbsentError(str(error)) from None

    def ask(self, question: Question) -> Said:
        """Put a question (see `CaptionServer.ask`); an answer that trickles is given up after twice the time-out."""
        deadline = clock.monotonic() + self._timeout
        parts: list[str] = []
        reason = None
        with self._translated(), self._stream(question) as lines:
            for chunk in lines:
                choice = (chunk.get("choices") or [{}])[0]
                parts.append((choice.get("delta") or {}).get("content") or "")
                reason = choice.get("finish_reason") or reason
                if clock.monotonic() > deadline:
                    raise SilentError(f"The answer was not whole after {self._timeout:g} s.")
        if reason is None:
            raise ConnectionLostError("the stream ended before the answer did")
        return Said("".join(parts), reason == "length")

    @contextlib.contextmanager
    def _stream(self, question: Question) -> Iterator[Iterator[dict[str, Any]]]:
        with self._client.stream("POST", f"{self._url}/chat/completions", json=self._body(question)) as answer:
            if answer.status_code != 200:
                answer.read()
                _refuse(answer.status_code, answer.text)
            yield _events(answer.iter_lines())

    def _body(self, question: Question) -> dict[str, Any]:
        content: list[dict[str, Any]] = [{"type": "text", "text": question.prompt}]
        if question.image:
            data = base64.b64encode(question.image).decode("ascii")
            content.append({"type": "image_url", "image_url": {"url": f"data:image/png;base64,{data}"}})
        return {
            "model": self._model,
            "messages": [{"role": "user", "content": content}],
            "temperature": 0,
            "seed": question.seed,
            "max_tokens": question.tokens,
            "stream": True,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "picture", "strict": True, "schema": dict(question.schema)},
            },
            # Understood by llama.cpp, vLLM and SGLang, passed over by the others.
            "chat_template_kwargs": {"enable_thinking": False},
        }

    def load(self) -> None:
        """Do nothing: the server holds its model by itself."""

    def unload(self) -> None:
        """Do nothing: the server holds its model by itself."""

    def resident(self) -> list[Resident]:
        """Return nothing: these servers do not tell."""
        return []

    def abort(self) -> None:
        """Break off every answer that is under way."""
        self._line.abort()

    def close(self) -> None:
        """Give up the connections."""
        self._line.abort()
        self._client.close()

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        with translated(self._url, self._timeout):
            try:
                yield
            except (json.JSONDecodeError, UnicodeDecodeError, AttributeError, KeyError, TypeError) as error:
                what = f"The caption server does not speak OpenAI's protocol ({type(error).__name__})."
                raise ModelFailedError(what) from None


def _events(lines: Iterator[str]) -> Iterator[dict[str, Any]]:
    """Yield the objects of an event stream up to its end."""
    for line in lines:
        if not line.startswith(_DATA):
            continue
        data = line.removeprefix(_DATA).strip()
        if data == _END:
            return
        chunk: dict[str, Any] = json.loads(data)
        if "error" in chunk:
            raise refusal(-1, _message(chunk["error"]))
        yield chunk


def _refuse(status: int, text: str) -> None:
    if status == 200:
        return
    with contextlib.suppress(ValueError, AttributeError):
        text = _message(json.loads(text).get("error", text))
    raise refusal(status, text)


def _message(error: Any) -> str:
    return str(error.get("message", error)) if isinstance(error, dict) else str(error)
