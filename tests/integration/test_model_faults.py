"""Real model processes that die, hang or answer nonsense on marked pictures: only those fail, the others are stored."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fixtures import odd_host, pictures, png
from imageparser import _core
from imageparser.library import Database, tasks, vectors
from imageparser.library.tasks import FileRef
from imageparser.models.lifecycle import Models
from imageparser.models.protocol import Prepared
from imageparser.pipeline import table
from imageparser.pipeline.attempts import Attempts
from imageparser.pipeline.phase import Item, Result
from imageparser.pipeline.runner import Runner
from imageparser.settings import ModelSettings, Settings, UseSettings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from imageparser.pipeline.phase import Failed
    from imageparser.pipeline.report import IndexReport

posix = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
SIDE = 16


@pytest.fixture
def given_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    odd_host.reachable(monkeypatch)
    folder = tmp_path / "models"
    use = UseSettings(VV=odd_host.entry(folder, "odd-pictures", "VV"), MV=odd_host.entry(folder, "odd-texts", "MV"))
    return Settings(models=ModelSettings(cache=tmp_path / "cache", folder=folder, use=use, request_timeout=60.0))


@pytest.fixture
def models(given_settings: Settings) -> Iterator[Models]:
    with Models(given_settings, module=odd_host.MODULE) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "그림"
    made.mkdir()
    for number in range(9):
        png.write(made / f"장면{number}.png", pictures.scene(64, 48, seed=number), color=png.RGB)
    return made


def index(tmp_path: Path, folder: Path, models: Models, given_settings: Settings) -> IndexReport:
    with Database.open(tmp_path / "l.sqlite") as database:
        return Runner(database, models, given_settings).index([folder], phases=["P", "VV"])


def stored(tmp_path: Path, models: Models) -> int:
    with Database.open(tmp_path / "l.sqlite") as database:
        return vectors.count(database.read(), "VV", models.version_key("VV"))


@posix
def test_a_process_killed_in_the_middle_of_a_batch_costs_no_file(
    tmp_path: Path, folder: Path, models: Models, given_settings: Settings
) -> None:
    png.write(folder / "표시.png", odd_host.marked("die once", 64), color=png.RGB)
    report = index(tmp_path, folder, models, given_settings)
    assert report.failed == []
    assert stored(tmp_path, models) == 10
    assert list((tmp_path / "cache" / "models").glob("*.died"))


@posix
@pytest.mark.parametrize(
    "fault",
    [
        ("die", "model_died"),
        ("nan", "model_failed"),
        ("zero", "model_failed"),
        ("memory", "model_failed"),
        ("wide", "model_failed"),
    ],
)
def test_a_picture_that_the_model_does_not_survive_fails_alone(
    tmp_path: Path, folder: Path, models: Models, given_settings: Settings, fault: tuple[str, str]
) -> None:
    act, code = fault
    png.write(folder / "독.png", odd_host.marked(act, 64), color=png.RGB)
    for attempt in range(3):
        report = index(tmp_path, folder, models, given_settings)
        assert [(Path(f["path"]).name, f["phase"], f["code"]) for f in report.failed] == [("독.png", "VV", code)]
        assert report.phases["VV"] == {"done": 0 if attempt else 9, "failed": 1}
        assert stored(tmp_path, models) == 9
    assert index(tmp_path, folder, models, given_settings).phases["VV"] == {"done": 0, "failed": 0}
    with Database.open(tmp_path / "l.sqlite") as database:
        keys = table.version_keys(models, given_settings)
        assert [failure.attempts for failure in tasks.failures(database.read(), keys)] == [3]


@posix
@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_picture_on_which_the_model_hangs_fails_alone(tmp_path: Path, folder: Path, given_settings: Settings) -> None:
    for path in list(folder.iterdir())[2:]:
        path.unlink()
    png.write(folder / "멈춤.png", odd_host.marked("hang", 64), color=png.RGB)
    patient = given_settings.models.model_copy(update={"request_timeout": 15.0})
    with Models(Settings(models=patient), module=odd_host.MODULE) as models:
        report = index(tmp_path, folder, models, given_settings)
        assert [(Path(f["path"]).name, f["code"]) for f in report.failed] == [("멈춤.png", "model_died")]
        assert "no answer within 15 s" in report.failed[0]["reason"]
        assert stored(tmp_path, models) == 2


@posix
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["", "", "", "die", "nan", "zero", "memory", "wide"]), min_size=1, max_size=14))
def test_whatever_is_marked_the_others_are_done(models: Models, acts: list[str]) -> None:
    images = models.visual()
    found = Attempts("VV", lambda items: run(images, items), _core.CancelToken()).outcomes(list(items_of(acts)))
    good = [number for number, act in enumerate(acts) if not act]
    done = [outcome.ref.id for outcome in found if isinstance(outcome, Result)]
    failed = {outcome.ref.id for outcome in found if not isinstance(outcome, Result)}
    assert not failed & set(good)
    deaths = acts.count("die")
    if deaths < 4:  # more in a row count as a broken model: the rest of the batch is left for the next run
        assert done == good
        assert failed == set(range(len(acts))) - set(good)
    for outcome in found:
        if isinstance(outcome, Result):
            assert np.linalg.norm(outcome.value) == pytest.approx(1, abs=1e-4)


def items_of(acts: Sequence[str]) -> Iterator[Item]:
    for number, act in enumerate(acts):
        pixels = odd_host.marked(act, SIDE) if act else noise(number)
        yield Item(FileRef(number, f"/p/{number}", b"", None), Prepared(pixels, None))


def noise(seed: int) -> np.ndarray[Any, Any]:
    return np.random.default_rng(seed).integers(0, 256, (SIDE, SIDE, 3), np.uint8)


def run(images: Any, items: Sequence[Item]) -> list[Result | Failed]:
    rows = images.embed([item.value for item in items])
    return [Result(item.ref, row) for item, row in zip(items, rows, strict=True)]
