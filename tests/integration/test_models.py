"""Real model processes: start, crash, hang, unload, memory, threads, and the end of the parent."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np
import psutil
import pytest

from imageparser.errors import ModelFailedError
from imageparser.models.lifecycle import Models
from imageparser.models.protocol import CaptionInput, Prepared
from imageparser.models.wire import Message, read_message
from imageparser.settings import ModelSettings, Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

posix = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("derived")


@pytest.fixture
def settings(cache: Path) -> Settings:
    return Settings(models=ModelSettings(cache=cache))


@pytest.fixture
def models(settings: Settings) -> Iterator[Models]:
    with Models(settings) as opened:
        yield opened


def changed(settings: Settings, **values: Any) -> Settings:
    return Settings(models=settings.models.model_copy(update=values))


def pid(models: Models) -> int:
    (status,) = models.status()
    return status["pid"]


def wait_until(condition: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def embed(models: Models, text: str = "고양이") -> np.ndarray[Any, Any]:
    return models.meaning().embed([text])


def test_models_start_on_first_use_and_end_with_close(settings: Settings) -> None:
    models = Models(settings)
    assert models.status() == []
    rows = embed(models)
    process = psutil.Process(pid(models))
    assert rows.shape == (1, models.meaning().dimension)
    models.close()
    assert not process.is_running()
    with pytest.raises(ModelFailedError, match="closed"):
        embed(models)
    models.close()


def test_one_process_serves_meaning_and_visual_text(models: Models) -> None:
    models.prepare("MV", "VT")
    first = pid(models)
    rows = models.visual_text().embed(["a cat", "고양이"])
    embed(models)
    assert rows.shape == (2, models.visual().dimension)
    assert pid(models) == first
    assert models.visual_text().approximate


@posix
def test_a_killed_process_is_an_error_once_and_then_started_again(models: Models) -> None:
    before = embed(models)
    old = pid(models)
    os.kill(old, signal.SIGSTOP)  # so that the question is under way when the process dies
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(embed, models)
        time.sleep(0.2)
        os.kill(old, signal.SIGKILL)
        with pytest.raises(ModelFailedError, match="ended"):
            asked.result(timeout=20)
    assert np.array_equal(embed(models), before)
    assert pid(models) != old


@posix
def test_a_process_that_died_between_questions_is_replaced(models: Models) -> None:
    before = embed(models)
    old = psutil.Process(pid(models))
    old.kill()
    wait_until(lambda: not old.is_running() or old.status() == psutil.STATUS_ZOMBIE)
    assert np.array_equal(embed(models), before)


@posix
def test_a_hung_process_is_killed_and_replaced(settings: Settings) -> None:
    with Models(changed(settings, request_timeout=12.0)) as models:
        embed(models)
        os.kill(pid(models), signal.SIGSTOP)
        started = time.monotonic()
        with pytest.raises(ModelFailedError, match="no answer within 12 s"):
            embed(models)
        assert time.monotonic() - started < 30
        assert embed(models).shape == (1, 512)


@posix
def test_a_question_larger_than_the_pipe_does_not_hang_on_a_hung_process(settings: Settings) -> None:
    with Models(changed(settings, request_timeout=12.0)) as models:
        embed(models)
        os.kill(pid(models), signal.SIGSTOP)
        with pytest.raises(ModelFailedError, match="no answer"):
            models.meaning().embed(["x" * 5_000_000])


@posix
def test_close_does_not_wait_for_a_hung_process(settings: Settings) -> None:
    models = Models(settings)
    embed(models)
    process = psutil.Process(pid(models))
    os.kill(process.pid, signal.SIGSTOP)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(embed, models)
        time.sleep(0.2)
        models.close()
        with pytest.raises(ModelFailedError):
            asked.result(timeout=20)
    assert not process.is_running()


def test_unload_ends_the_process_and_the_next_use_starts_one(models: Models) -> None:
    before = embed(models)
    process = psutil.Process(pid(models))
    models.unload("MV")
    assert not process.is_running()
    assert models.status() == []
    assert np.array_equal(embed(models), before)


def test_an_idle_process_ends_by_itself(settings: Settings) -> None:
    with Models(changed(settings, idle_unload_minutes=0.3 / 60, request_timeout=30.0)) as models:
        before = embed(models)
        wait_until(lambda: models.status() == [])
        assert np.array_equal(embed(models), before)


def test_a_process_over_its_memory_ceiling_is_started_anew(settings: Settings) -> None:
    with Models(changed(settings, memory_ceiling_mb=1)) as models:
        before = embed(models)
        assert models.status() == []
        assert np.array_equal(embed(models), before)


def test_a_process_outlives_the_thread_that_asked_first(models: Models) -> None:
    first = threading.Thread(target=embed, args=(models,))
    first.start()
    first.join()
    old = pid(models)
    time.sleep(0.3)
    embed(models)
    assert pid(models) == old


def test_many_threads_get_their_own_answers(models: Models) -> None:
    words = [f"{word} {i}" for i in range(6) for word in ("cat", "산", "a red car", "바다")]
    wanted = models.meaning().embed(words)
    with ThreadPoolExecutor(8) as pool:
        got = np.concatenate(list(pool.map(lambda word: embed(models, word), words)))
    assert np.abs(got - wanted).max() < 2e-6
    assert len(models.status()) == 1


def test_idle_unload_and_questions_may_meet(settings: Settings) -> None:
    with Models(changed(settings, idle_unload_minutes=0.0, request_timeout=20.0)) as models:
        wanted = embed(models)
        for pause in (0.0, 0.3, 0.99, 1.0, 1.01):
            time.sleep(pause)
            assert np.array_equal(embed(models), wanted)


PRINTING = """
import os, sys
from imageparser.models.host import take_pipes
from imageparser.models.wire import Message, write_message
source, sink = take_pipes()
print("a stray print")
sys.__stdout__.write("another")
os.write(1, b"from a native library")
os.system("echo from a child")
write_message(sink, Message({"read": len(source.read())}))
"""


def test_a_stray_print_cannot_reach_the_pipe() -> None:
    done = subprocess.run([sys.executable, "-c", PRINTING], input=b"12345", capture_output=True, check=True)
    stream = io.BytesIO(done.stdout)
    message = read_message(stream)
    assert message is not None
    assert message.values == {"read": 5}
    assert stream.read() == b""
    for text in (b"a stray print", b"another", b"from a native library", b"from a child"):
        assert text in done.stderr


PARENT = """
import os, signal, sys
from pathlib import Path
from imageparser.models.lifecycle import Models
from imageparser.settings import ModelSettings, Settings
models = Models(Settings(models=ModelSettings(cache=Path(sys.argv[1]))))
models.meaning().embed(["x"])
if sys.argv[2] == "hung":
    os.kill(models.status()[0]["pid"], signal.SIGSTOP)
sys.stderr.write(str(models.status()[0]["pid"]) + "\\n")
sys.stderr.flush()
if sys.argv[2] == "leaves":
    raise SystemExit(0)
os.kill(os.getpid(), signal.SIGKILL)
"""


@posix
@pytest.mark.parametrize("how", ["killed", "leaves", "hung"])
def test_the_end_of_the_parent_is_the_end_of_its_models(cache: Path, how: str) -> None:
    if how == "hung" and sys.platform != "linux":
        pytest.skip("only Linux ends a child that cannot read its pipe")
    script = [sys.executable, "-c", PARENT, str(cache), how]
    done = subprocess.run(script, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, check=False)
    child = int(done.stderr.split()[-1])
    wait_until(lambda: not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE)


def test_errors_of_a_model_keep_their_code(models: Models) -> None:
    with pytest.raises(ModelFailedError, match="no operation dance"):
        models.ask(models.model("MV"), "dance", Message())
    with pytest.raises(ModelFailedError, match="KeyError"):
        models.ask(models.model("MV"), "embed", Message())
    assert embed(models).shape == (1, 512)


@pytest.mark.parametrize("rows", [np.zeros((1, 512)), np.full((1, 512), np.nan), np.ones((1, 512)), np.ones((2, 512))])
def test_an_unusable_vector_is_refused(models: Models, monkeypatch: pytest.MonkeyPatch, rows: Any) -> None:
    monkeypatch.setattr(Models, "ask", lambda *_: Message(parts=[rows.astype(np.float32)]))
    with pytest.raises(ModelFailedError, match="vector"):
        embed(models)


def test_nothing_asked_starts_nothing(models: Models) -> None:
    assert models.meaning().embed([]).shape == (0, 512)
    assert models.visual().embed([]).shape == (0, 1280)
    assert models.visual_text().embed([]).shape == (0, 1280)
    assert models.captioner().caption([]) == []
    assert models.status() == []


@pytest.mark.corpus
def test_pictures_are_found_by_words_of_both_languages(corpus: Path, models: Models) -> None:
    folder = corpus / "retrieval"
    chosen = {
        "cat": "scikit-image/chelsea.png",
        "coffee": "scikit-image/coffee.png",
        "palace": "transformers.js/images/palace.jpg",
        "tiger": "transformers.js/images/tiger.jpg",
        "truck": "mlx-examples/segment_anything/notebooks/images/truck.jpg",
    }
    images = [(folder / name).read_bytes() for name in chosen.values()]
    prepared = models.visual().prepare(images)
    vectors = models.visual().embed([picture for picture in prepared if isinstance(picture, Prepared)])
    records = models.captioner().caption([CaptionInput(image) for image in images])
    meanings = models.meaning().embed([record.meaning_text() for record in records])
    for words in (list(chosen), ["고양이", "커피", "궁전", "호랑이", "트럭"]):
        assert (models.visual_text().embed(words) @ vectors.T).argmax(axis=1).tolist() == list(range(5))
        assert (models.meaning().embed(words, "query") @ meanings.T).argmax(axis=1).tolist() == list(range(5))
