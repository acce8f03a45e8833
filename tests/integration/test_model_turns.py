"""Models that do not fit together take turns, and what leaves gives its memory back: the tree of real processes."""

from __future__ import annotations

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np
import psutil
import pytest

from fixtures import odd_host, pictures, png
from fixtures.ollama_server import OllamaServer
from imageparser import _core
from imageparser.errors import ModelFailedError
from imageparser.library import Database, vectors
from imageparser.models import usage
from imageparser.models.lifecycle import Models
from imageparser.models.protocol import CaptionInput, Prepared
from imageparser.models.sensor import Card, Sensor
from imageparser.pipeline.runner import Runner
from imageparser.settings import CaptionSettings, ModelSettings, Settings, UseSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from imageparser.models.catalog import Model
    from imageparser.models.wire import Message

PICTURES, TEXTS, CAPTIONS = "odd-pictures", "odd-texts", "builtin-efficientnet-lite0"
EACH_MB = 300


def resident() -> list[str]:
    """Return the models whose processes are alive below this one, as the system tells it."""
    found = []
    for child in psutil.Process().children(recursive=True):
        try:
            command = child.cmdline()
        except psutil.Error:
            continue
        if "imageparser.models.host" in command or odd_host.MODULE in command:
            found.append(command[-2])
    return sorted(found)


def tree_rss() -> int:
    """Return the bytes of memory of this process and all below it."""
    here = psutil.Process()
    return sum(process.memory_info().rss for process in [here, *here.children(recursive=True)])


class Watched(Models):
    """Notes which model processes are alive after each answer."""

    def __init__(self, settings: Settings, **options: Any) -> None:
        super().__init__(settings, module=odd_host.MODULE, **options)
        self.seen: list[tuple[str, list[str]]] = []

    def ask(self, entry: Model, operation: str, message: Message) -> Message:
        answer = super().ask(entry, operation, message)
        self.seen.append((operation, resident()))
        return answer


@pytest.fixture
def choose(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Settings]:
    odd_host.reachable(monkeypatch)
    folder = tmp_path / "models"
    use = UseSettings(
        VV=odd_host.entry(folder, PICTURES, "VV", memory_mb=EACH_MB),
        MV=odd_host.entry(folder, TEXTS, "MV", memory_mb=EACH_MB),
    )

    def settings(**given: Any) -> Settings:
        return Settings(models=ModelSettings(cache=tmp_path / "cache", folder=folder, use=use, **given))

    return settings


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "그림"
    made.mkdir()
    for number in range(40):
        png.write(made / f"{number}.png", pictures.scene(64, 48, seed=number), color=png.RGB)
    return made


def index(tmp_path: Path, folder: Path, models: Models, settings: Settings) -> dict[str, Any]:
    with Database.open(tmp_path / "l.sqlite") as database:
        report = Runner(database, models, settings).index([folder])
        keys = {kind: models.version_key(kind) for kind in ("VV", "MV")}
        assert {kind: vectors.count(database.read(), kind, key) for kind, key in keys.items()} == {"VV": 40, "MV": 40}
        return report.phases


def test_under_a_budget_each_phase_has_the_memory_to_itself(
    tmp_path: Path, folder: Path, choose: Callable[..., Settings]
) -> None:
    settings = choose(memory_budget_mb=EACH_MB + 100)
    with Watched(settings) as models:
        assert not models.fits(["MC", "VV"])
        phases = index(tmp_path, folder, models, settings)
        assert {name: phases[name]["done"] for name in ("P", "MC", "VV", "MV")} == dict.fromkeys(phases, 40)
        assert [there for _, there in models.seen if len(there) != 1] == []
        turns = list(dict.fromkeys(there[0] for _, there in models.seen))
        assert turns == [CAPTIONS, PICTURES, TEXTS], "all of MC, then VV, then MV"
        assert resident() == [], "the last turn leaves nothing behind either"


def test_what_fits_works_at_the_same_time(tmp_path: Path, folder: Path, choose: Callable[..., Settings]) -> None:
    settings = choose(memory_budget_mb=2 * EACH_MB + 500)
    with Watched(settings) as models:
        index(tmp_path, folder, models, settings)
        assert max(len(there) for _, there in models.seen) == 3
        assert resident() == sorted([CAPTIONS, PICTURES, TEXTS])


VISION = """title = "A model behind Ollama"
slots = ["MC"]
backend = "ollama"
dimension = 0
precision = "q4_k_m"
licence = "Apache-2.0"
memory_mb = 300

[source]
kind = "ollama"
repository = "eyes:2b"
"""


@pytest.fixture
def ollama(tmp_path: Path) -> Iterator[OllamaServer]:
    """A server that notes which processes of ours are alive whenever its model is asked."""
    (tmp_path / "models" / "catalog").mkdir(parents=True, exist_ok=True)
    (tmp_path / "models" / "catalog" / "eyes.toml").write_text(VISION, encoding="utf-8")
    with OllamaServer("eyes:2b") as server:
        answer = server.answer
        server.beside = []  # type: ignore[attr-defined]

        def noting(image: bytes, schema: Any) -> str:
            server.beside.append(resident())  # type: ignore[attr-defined]
            return answer(image, schema)

        server.answer = noting
        yield server


def with_eyes(settings: Settings, server: OllamaServer) -> Settings:
    chosen = settings.models
    use = chosen.use.model_copy(update={"MC": "eyes"})
    captions = CaptionSettings(url=server.url)
    return Settings(models=chosen.model_copy(update={"use": use, "captions": captions}))


def test_a_model_of_ollama_takes_its_turn_like_the_others(
    tmp_path: Path, folder: Path, choose: Callable[..., Settings], ollama: OllamaServer
) -> None:
    settings = with_eyes(choose(memory_budget_mb=EACH_MB + 100), ollama)
    beside: list[dict[str, float]] = []
    with Watched(settings) as models:
        ask = models.ask
        models.ask = lambda *given: (ask(*given), beside.append(ollama.resident()))[0]  # type: ignore[method-assign]
        assert not models.fits(["MC", "VV"])
        index(tmp_path, folder, models, settings)
        assert len(ollama.beside) == 40  # type: ignore[attr-defined]
        assert [there for there in ollama.beside if there] == []  # type: ignore[attr-defined]
        assert [there for there in beside if there] == [], "Ollama had let go of its model before any other came"
        assert list(dict.fromkeys(there[0] for _, there in models.seen)) == [PICTURES, TEXTS]


def test_a_question_in_the_middle_of_the_captions_gets_the_memory_for_its_answer(
    tmp_path: Path, choose: Callable[..., Settings], ollama: OllamaServer
) -> None:
    thumbnail = _core.thumbnail(
        os.fsencode(png.write(tmp_path / "p.png", pictures.scene(64, 48, seed=1), color=png.RGB)),
        size=64,
        quality=80,
        method=2,
    )
    with Watched(with_eyes(choose(memory_budget_mb=EACH_MB + 100), ollama)) as models, ThreadPoolExecutor(1) as pool:
        captions = pool.submit(models.captioner().caption, [CaptionInput(thumbnail)] * 8)
        for _ in range(3):
            models.visual().embed([picture(1)])
        assert len(captions.result(60)) == 8
        assert [there for there in ollama.beside if there] == []  # type: ignore[attr-defined]
        assert [there for _, there in models.seen if there != [PICTURES]] == []


def picture(seed: int) -> Prepared:
    return Prepared(np.random.default_rng(seed).integers(0, 256, (16, 16, 3), np.uint8), None)


def test_questions_that_meet_under_a_budget_are_all_answered_and_never_two_models_are_there(
    choose: Callable[..., Settings],
) -> None:
    with Watched(choose(memory_budget_mb=EACH_MB + 100)) as models:
        wanted = models.visual().embed([picture(1)]), models.meaning().embed(["고양이"])
        most = 0
        stop = threading.Event()

        def watch() -> None:
            nonlocal most
            while not stop.wait(0.01):
                most = max(most, len(resident()))

        watcher = threading.Thread(target=watch)
        watcher.start()
        with ThreadPoolExecutor(4) as pool:
            looked = [pool.submit(models.visual().embed, [picture(1)]) for _ in range(3)]
            read = [pool.submit(models.meaning().embed, ["고양이"]) for _ in range(3)]
            assert all(np.array_equal(one.result(60), wanted[0]) for one in looked)
            assert all(np.array_equal(one.result(60), wanted[1]) for one in read)
        stop.set()
        watcher.join()
        assert most == 1


def test_memory_comes_back_with_the_end_of_the_process(tmp_path: Path, choose: Callable[..., Settings]) -> None:
    with Models(choose(), module=odd_host.MODULE) as models:
        models.visual_text()  # whatever is loaded once and for all in this process is loaded now
        before = tree_rss()
        models.load("VV")
        assert resident() == [PICTURES]
        models.visual().embed([picture(2)])
        loaded = tree_rss()
        assert loaded > before + (EACH_MB << 20)
        (status,) = models.status()
        assert status["peak"] >= status["rss"] > EACH_MB << 20
        assert (status["device"], status["calls"]) == ("cpu", 2)
        assert status["load_s"] is not None
        models.unload("VV")
        assert resident() == []
        assert tree_rss() <= before * 1.05
        (kept,) = usage.read(tmp_path / "cache" / "models")
        assert kept.pid == 0
        assert kept.rss.before is not None
        assert kept.rss.after is not None
        assert kept.rss.peak is not None
        assert kept.rss.after <= kept.rss.before * 1.05
        assert kept.rss.peak > kept.rss.before + (EACH_MB << 20)
        assert kept.unload_s is not None
        assert models.usage() == [kept]


class OneCard(Sensor):
    """A card of 6 GB on which each process holds what its entry says; the rest of the machine has one."""

    def __init__(self, needs: dict[str, int]) -> None:
        super().__init__()
        self.needs = needs

    def card(self) -> Card:
        return Card("made up", 6 << 30, (1 << 30) + sum(self.needs[name] for name in resident()))


def test_what_a_card_tells_stands_beside_the_memory(choose: Callable[..., Settings]) -> None:
    sensor = OneCard({PICTURES: 4 << 30, TEXTS: 3 << 30})
    with Models(choose(), module=odd_host.MODULE, sensor=sensor) as models:
        models.visual().embed([picture(3)])
        models.unload()
        (kept,) = models.usage()
        gigabytes = [value and value >> 30 for value in (kept.vram.before, kept.vram.peak, kept.vram.own)]
        assert gigabytes == [1, 5, 4]
        assert kept.vram.after == kept.vram.before
        assert kept.vram.now is None


def test_any_model_of_the_catalogue_can_be_asked_beside_that_of_the_slot(
    tmp_path: Path, choose: Callable[..., Settings]
) -> None:
    other = odd_host.entry(tmp_path / "models", "odd-others", "VV", dimension=5, memory_mb=10)
    with Models(choose(), module=odd_host.MODULE) as models:
        assert models.visual(other).embed([picture(4)]).shape == (1, 5)
        assert models.visual().embed([picture(4)]).shape == (1, 8)
        assert models.visual_text(other).embed(["바다"]).shape == (1, 5)
        assert resident() == sorted([other, PICTURES])
        models.keep_only(["VV"])
        assert resident() == [PICTURES]


def test_nothing_is_started_for_what_needs_no_model(choose: Callable[..., Settings]) -> None:
    with Models(choose(memory_budget_mb=400), module=odd_host.MODULE) as models:
        models.version_key("VV")
        models.fits(["VV", "MV"])
        models.batch("MV")
        models.maker(models.version_key("VV"))
        models.unload()
        models.unload("MV")
        models.keep_only(["VV"])
        assert models.visual().embed([]).shape == (0, 8)
        assert (models.status(), models.usage(), resident()) == ([], [], [])


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_closed_program_answers_nobody_who_waits_for_room(choose: Callable[..., Settings]) -> None:
    patient = choose(memory_budget_mb=EACH_MB + 100, request_timeout=60.0)
    models = Models(patient, module=odd_host.MODULE)
    models.load("VV")
    hanging = Prepared(odd_host.marked("hang"), None)
    with ThreadPoolExecutor(2) as pool:
        hung = pool.submit(models.visual().embed, [hanging])
        while not any(status["idle_s"] == 0 for status in models.status()):
            time.sleep(0.01)
        waiting = pool.submit(models.meaning().embed, ["기다림"])
        time.sleep(0.2)  # either way it gets nothing: refused at the door, or while it waits for room
        models.close()
        for asked in (hung, waiting):
            with pytest.raises(ModelFailedError):
                asked.result(60)
    assert resident() == []


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    yield
    assert resident() == []
