"""The same captions through OpenAI's chat completions; the last test runs the real server of llama.cpp."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fixtures.caption_models import COUNT, CaptionModels, did
from fixtures.ollama_server import Fault
from fixtures.openai_server import OpenAIServer
from imageparser.errors import (
    CaptionModelAbsentError,
    CaptionModelUnfitError,
    CaptionServerAbsentError,
    CaptionServerDeniedError,
)
from imageparser.library import answers
from imageparser.models.captions import answer
from imageparser.models.captions.openai import OpenAI
from imageparser.models.captions.server import Question
from imageparser.settings import CaptionSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fixtures.indexer import Indexer


MODEL = "qwen2.5-vl-7b-instruct"
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer(MODEL) as running:
        yield running


@pytest.fixture
def captions(server: OpenAIServer) -> CaptionModels:
    return CaptionModels(server.url + "/v1", api="openai", model=MODEL)


def test_a_server_that_asks_for_a_key_gets_it(server: OpenAIServer) -> None:
    server.key = "sk-Geheim"
    settings = CaptionSettings(url=server.url, api="openai", model=MODEL, api_key="sk-Geheim")
    with contextlib.closing(OpenAI(settings, MODEL)) as client:
        client.ready()
    other = settings.model_copy(update={"api_key": "another"})
    with (
        contextlib.closing(OpenAI(other, MODEL)) as client,
        pytest.raises(CaptionServerDeniedError, match="Invalid API Key"),
    ):
        client.ready()
    assert "Geheim" not in repr(settings)


def test_captions_come_and_are_remembered(index: Indexer, server: OpenAIServer, folder: Path) -> None:
    assert did(index(folder)) == (COUNT, 0, 0)
    asked = server.chats[0]
    assert (asked["temperature"], asked["seed"], asked["model"]) == (0, 0, MODEL)
    assert asked["response_format"]["json_schema"]["strict"] is True
    assert asked["chat_template_kwargs"] == {"enable_thinking": False}
    assert all(shown.startswith(b"\x89PNG") for shown in server.pictures)
    assert answers.count(index.database.read()) == COUNT
    index.database.write(lambda tx: tx.run("DELETE FROM tasks WHERE phase = 'MC'"))
    assert did(index(folder)) == (COUNT, 0, 0)
    assert len(server.chats) == COUNT


@pytest.mark.parametrize(
    "fault",
    [Fault(cut=40), Fault(text="Sure!"), Fault(drop=True), Fault(end=True), Fault(error_line="out of memory"),
     Fault(status=503, error="Loading model")],
    ids=["cut", "prose", "dropped", "no end", "error event", "loading"],
)  # fmt: skip
def test_a_fault_that_passes_costs_nothing_but_time(
    index: Indexer, server: OpenAIServer, folder: Path, fault: Fault
) -> None:
    server.faults = [fault]
    report = index(folder)
    assert (did(report), report.failed) == ((COUNT, 0, 0), [])


def test_without_its_server_the_phase_waits(index: Indexer, server: OpenAIServer, folder: Path) -> None:
    server.stop()
    report = index(folder)
    assert (did(report), report.waiting["MC"]["code"]) == ((0, 0, COUNT), "caption_server_absent")
    server.start()
    assert did(index(folder)) == (COUNT, 0, 0)


def test_a_model_without_eyes_is_noticed_at_the_first_picture(
    index: Indexer, server: OpenAIServer, folder: Path
) -> None:
    text = "image input is not supported - hint: if this is unexpected, you may need to provide the mmproj"
    server.faults = [Fault(status=400, error=text)] * 9
    report = index(folder)
    assert (did(report), report.waiting["MC"]["code"]) == ((0, 0, COUNT), CaptionModelUnfitError.code)
    assert "mmproj" in report.waiting["MC"]["reason"]


@contextlib.contextmanager
def opened(url: str, model: str = MODEL) -> Iterator[OpenAI]:
    client = OpenAI(CaptionSettings(url=url, api="openai", timeout=60.0), model)
    yield client
    client.close()


def test_a_server_with_other_models_is_told(server: OpenAIServer) -> None:
    server.names = ["llama"]
    with opened(server.url) as client, pytest.raises(CaptionModelAbsentError, match=r"llama.* not qwen2\.5"):
        client.ready()
    server.names = []
    with opened(server.url + "/v1/") as client:
        client.ready()


@pytest.mark.parametrize("address", ["ftp://127.0.0.1", "http://[", "{}/elsewhere"])
def test_an_address_that_is_none(server: OpenAIServer, address: str) -> None:
    with opened(address.format(server.url)) as client, pytest.raises(CaptionServerAbsentError):
        client.ready()


# --- the real thing --------------------------------------------------------------------

LLAMA = ROOT / "build" / "llama" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
SMALL = {
    "type": "object",
    "properties": {"kind": {"enum": ["icon", "photo"]}, "text": {"type": "boolean"}},
    "required": ["kind", "text"],
    "additionalProperties": False,
}


@pytest.fixture
def llama(tmp_path: Path) -> Iterator[str]:
    """Run llama.cpp's own server on a tiny random model; it needs an environment of its own."""
    if not LLAMA.is_file():
        pytest.skip("no build/llama: python -m venv build/llama && build/llama/bin/pip install xllamacpp gguf")
    worker = Path(__file__).with_name("llama_worker.py")
    process = subprocess.Popen([LLAMA, worker, tmp_path / "tiny.gguf"], stdout=subprocess.PIPE, stdin=subprocess.PIPE)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().decode().strip()
    finally:
        process.kill()
        process.communicate()


def test_the_server_of_llama_cpp_obeys_a_schema(llama: str) -> None:
    with opened(llama, "tiny") as client:
        said = client.ask(Question(b"", "Say something.", SMALL, tokens=200))
    values = json.loads(said.text)
    assert set(values) == {"kind", "text"}
    assert values["kind"] in ("icon", "photo")
    assert said.cut is False


def test_llama_cpp_understands_the_schema_of_the_captions(llama: str) -> None:
    with opened(llama, "tiny") as client:
        said = client.ask(Question(b"", "Say something.", answer.schema(), tokens=40))
    # A random model writes to the ends of its strings; what came before obeys the order and the names of the schema.
    assert said.cut
    assert "".join(said.text.split()).removeprefix("```json").startswith('{"picture":{"type":"')


def test_a_model_of_llama_cpp_without_eyes_says_so(llama: str) -> None:
    with opened(llama, "tiny") as client, pytest.raises(CaptionModelUnfitError):
        client.ask(Question(b"\x89PNG", "What is this?", SMALL, tokens=20))
