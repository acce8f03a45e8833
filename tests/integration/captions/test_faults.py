"""Captions of a server through the real pipeline when something goes wrong: what fails, and what waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from fixtures import captioned, pictures, png
from fixtures.caption_models import COUNT, MODEL, CaptionModels, did, of, sources
from fixtures.indexer import Indexer
from fixtures.loopback import closed_port
from fixtures.ollama_server import BUSY, Fault, Installed, OllamaServer
from imageparser.library import Database, answers, stats
from imageparser.models.captions import captioner
from imageparser.pipeline.table import version_keys
from imageparser.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path


# --- what goes wrong with one answer ---------------------------------------------------


@pytest.mark.parametrize(
    "fault",
    [
        Fault(cut=40),
        Fault(text='{"caption_en": "no"}'),
        Fault(text="Sure! Here is the JSON you asked for:"),
        Fault(error_line="an error was encountered while running the model: CUDA error"),
        Fault(drop=True),
        Fault(drop=True, pieces=0),
        Fault(end=True),
        Fault(raw=b"{not json}\n"),
        Fault(status=500, error="model runner has unexpectedly stopped"),
        Fault(delay=0.2),
        BUSY,
    ],
    ids=["cut", "schema", "prose", "line", "dropped", "dropped early", "no end", "garbage", "500", "slow", "busy"],
)
def test_a_fault_that_passes_costs_nothing_but_time(
    index: Indexer, server: OllamaServer, folder: Path, fault: Fault
) -> None:
    server.faults = [fault]
    report = index(folder)
    assert (did(report), report.failed) == ((COUNT, 0, 0), [])
    assert sources(index, folder) == {index.models.captioner().source}


@pytest.mark.parametrize(
    ("fault", "verdict"),
    [
        (Fault(cut=40), ("caption_invalid", "cut after")),
        (Fault(text='{"caption_en": "no"}'), ("caption_invalid", "breaks the schema")),
        (Fault(text="Sure!"), ("caption_invalid", "no JSON")),
        (Fault(error_line="CUDA error"), ("model_failed", "CUDA error")),
        (Fault(status=500, error="it stopped"), ("model_failed", "it stopped")),
        (Fault(drop=True), ("model_failed", "broke")),
    ],
    ids=["cut", "schema", "prose", "error line", "500", "dropped"],
)
def test_a_fault_that_stays_fails_that_picture_visibly(
    index: Indexer, server: OllamaServer, folder: Path, fault: Fault, verdict: tuple[str, str]
) -> None:
    server.faults = [fault] * (3 if fault.drop else 2)
    report = index(folder)
    assert did(report) == (COUNT - 1, 1, 0)
    assert [one["code"] for one in report.failed] == [verdict[0]]
    assert verdict[1] in report.failed[0]["reason"]
    assert answers.count(index.database.read()) == COUNT - 1
    assert did(index(folder)) == (1, 0, 0)


def test_the_second_try_gets_more_tokens_and_is_told_what_was_wrong(
    index: Indexer, server: OllamaServer, folder: Path
) -> None:
    server.faults = [Fault(cut=40)]
    index(folder)
    first, second = server.chats[:2]
    assert second["options"]["num_predict"] == 2 * first["options"]["num_predict"]
    assert second["options"]["num_ctx"] == first["options"]["num_ctx"]
    assert "cut after" in second["messages"][0]["content"]


def test_a_caption_in_the_wrong_language_is_refused(index: Indexer, server: OllamaServer, folder: Path) -> None:
    server.answer = lambda image, schema: captioned.answer_text(image, schema).translate(
        dict.fromkeys(range(44032, 55204), "x")
    )
    report = index(folder)
    assert did(report) == (0, COUNT, 0)
    assert "not in Korean" in report.failed[0]["reason"]


# --- what waits ------------------------------------------------------------------------


def refused(server: OllamaServer) -> None:
    server.stop()


def not_pulled(server: OllamaServer) -> None:
    server.installed.clear()


def blind(server: OllamaServer) -> None:
    server.installed[MODEL] = Installed(capabilities=["completion"])


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        (refused, "caption_server_absent"),
        (not_pulled, "caption_model_absent"),
        (blind, "caption_model_unfit"),
    ],
)
def test_without_its_server_the_phase_waits_and_the_built_in_record_serves(
    index: Indexer, server: OllamaServer, folder: Path, trouble: Any, code: str
) -> None:
    trouble(server)
    report = index(folder)
    assert did(report) == (0, 0, COUNT)
    assert report.waiting["MC"]["code"] == code
    assert report.failed == []
    assert report.phases["MV"]["done"] == COUNT
    assert sources(index, folder) == {"test"}
    numbers = stats.collect(index.database, version_keys(index.models, index.settings))  # type: ignore[arg-type]
    assert numbers["phases"]["MC"] == {"done": 0, "failed": 0, "pending": COUNT}
    assert numbers["waiting"]["MC"] == report.waiting["MC"]

    calls = len(index.models.calls)
    again = index(folder)  # still not there: nothing is done again
    assert (did(again), len(index.models.calls)) == ((0, 0, COUNT), calls)

    if server.port and trouble is refused:
        server.start()
    server.installed = {MODEL: Installed()}
    report = index(folder)
    assert did(report) == (COUNT, 0, 0)
    assert report.phases["MV"]["done"] == COUNT  # made of other words now
    assert "test" not in sources(index, folder)


def test_a_caption_is_never_replaced_by_what_stands_in(index: Indexer, server: OllamaServer, folder: Path) -> None:
    index(folder)
    server.stop()
    png.write(folder / "new.png", pictures.scene(64, 48, seed=99), color=png.RGB)
    report = index(folder, phases=["P", "MC"], force=True)
    assert did(report) == (0, 0, COUNT + 1)
    assert of(index, folder / "new.png").source == "test"
    assert of(index, folder / "0.png").source == index.models.captioner().source


def test_a_server_that_dies_in_mid_run_leaves_what_it_said(index: Indexer, server: OllamaServer, folder: Path) -> None:
    server.faults = [Fault(), Fault(die=True)]
    report = index(folder)
    assert did(report) == (1, 0, COUNT - 1)
    assert report.waiting["MC"]["code"] == "caption_server_absent"
    server.start()
    assert did(index(folder)) == (COUNT - 1, 0, 0)
    assert answers.count(index.database.read()) == COUNT


def test_a_server_that_is_started_anew_on_its_port_goes_on(
    index: Indexer, server: OllamaServer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(captioner, "RETURN_SECONDS", 10.0)
    slept: list[float] = []

    def restart(seconds: float) -> None:
        if not slept:
            server.start()
        slept.append(seconds)

    monkeypatch.setattr(captioner.clock, "sleep", restart)
    server.faults = [Fault(die=True)]
    assert did(index(folder)) == (COUNT, 0, 0)
    assert slept


def test_a_busy_server_is_given_time_and_then_waited_for(
    index: Indexer, server: OllamaServer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(captioner, "_rest", lambda seconds, _: slept.append(seconds))
    server.faults = [BUSY] * 4
    assert did(index(folder)) == (COUNT, 0, 0)
    assert slept == [0.25, 0.25, 0.5, 1.0]
    server.faults = [BUSY] * 1000
    report = index(folder, phases=["MC"], force=True)
    assert did(report) == (0, 0, COUNT)
    assert report.waiting["MC"]["code"] == "caption_server_busy"


def test_a_silent_server_is_not_waited_for_longer_than_the_time_out(
    index: Indexer, server: OllamaServer, folder: Path
) -> None:
    index.models = CaptionModels(server.url, timeout=0.3)
    server.faults = [Fault(delay=2.0)]
    report = index(folder)
    assert did(report) == (COUNT - 1, 1, 0)
    assert "silent" in report.failed[0]["reason"]
    index.models.close()


def test_nothing_listens_at_all(tmp_path: Path, folder: Path) -> None:
    models = CaptionModels(f"http://127.0.0.1:{closed_port()}")
    with Database.open(tmp_path / "l.sqlite") as database:
        report = Indexer(database, models, Settings())(folder)
    assert did(report) == (0, 0, COUNT)


def test_what_has_to_wait_is_told_while_it_runs(index: Indexer, server: OllamaServer, folder: Path) -> None:
    server.stop()
    told: list[Any] = []
    index(folder, progress=told.append)
    last = [one for one in told if one.phase == "MC"][-1]
    assert (last.final, last.waiting, last.code) == (True, COUNT, "caption_server_absent")
    assert (last.done, last.total) == (0, 0)
