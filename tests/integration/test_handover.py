"""Another model in the settings: its vectors are made while the former ones answer, and take over when all are made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from fixtures import pictures, png, psd
from fixtures.indexer import Indexer
from fixtures.phase_models import PhaseModels
from imageparser import _core
from imageparser.errors import ModelMissingError
from imageparser.library import Database, health, serving, vectors
from imageparser.settings import PipelineSettings, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FORMER = {"VV": "vv:1", "MV": "mv:1"}


@pytest.fixture(params=["together", "in turns"])
def index(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Indexer]:
    with Database.open(tmp_path / "library" / "l.sqlite") as database:
        indexer = Indexer(database, PhaseModels(), Settings(pipeline=PipelineSettings(max_attempts=2)))
        indexer.models.room = None if request.param == "together" else 1
        yield indexer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "그림"
    made.mkdir()
    for number in range(20):
        draw(made, number)
    return made


def draw(folder: Path, number: int) -> Path:
    return png.write(folder / f"{number}.png", pictures.scene(64, 48, seed=number), color=png.RGB)


def served(index: Indexer) -> dict[str, str | None]:
    return {slot: serving.noted(index.database.read(), slot) for slot in ("VV", "MV")}


def stored(index: Indexer) -> dict[tuple[str, str], int]:
    reader = index.database.read()
    return {(t.kind, t.version_key): vectors.count(reader, t.kind, t.version_key) for t in vectors.tables(reader)}


def stop_after(index: Indexer, slot: str, batches: int) -> _core.CancelToken:
    """Return a token that is cancelled when a slot was asked for the given number of batches."""
    token, begin = _core.CancelToken(), index.models.begin

    def counting(name: str, count: int) -> None:
        begin(name, count)
        if name == slot and sum(one == slot for one, _ in index.models.calls) >= batches:
            token.cancel()

    index.models.begin = counting  # type: ignore[method-assign]
    return token


def test_new_vectors_take_over_and_the_former_go(index: Indexer, folder: Path) -> None:
    index(folder)
    assert served(index) == FORMER
    index.models.keys |= {"VV": "vv:2", "MV": "mv:2"}
    report = index(folder)
    assert {name: counts["done"] for name, counts in report.phases.items() if counts["done"]} == {"VV": 20, "MV": 20}
    assert served(index) == {"VV": "vv:2", "MV": "mv:2"}
    assert stored(index) == {("VV", "vv:2"): 20, ("MV", "mv:2"): 20}
    assert health.check(index.database)["findings"] == []
    index.models.calls.clear()
    assert index(folder).nothing_to_do
    assert index.models.calls == []


def test_a_run_that_was_cut_off_leaves_the_former_in_service_and_the_next_goes_on(index: Indexer, folder: Path) -> None:
    index(folder)
    index.models.keys["VV"] = "vv:2"
    index.models.calls.clear()
    assert index(folder, cancel=stop_after(index, "VV", 1)).cancelled
    done = stored(index)["VV", "vv:2"]
    assert 0 < done < 20
    assert served(index) == FORMER
    assert stored(index)["VV", "vv:1"] == 20
    index.models.begin = PhaseModels.begin.__get__(index.models)  # type: ignore[method-assign]
    index.models.calls.clear()
    index(folder)
    assert index.models.count("VV") == 20 - done
    assert served(index) == FORMER | {"VV": "vv:2"}


def test_what_another_run_has_to_do_keeps_the_former_in_service(index: Indexer, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "다른"
    other.mkdir()
    draw(other, 100)
    index(folder, other)
    index.models.keys["VV"] = "vv:2"
    index(folder)
    assert served(index) == FORMER
    assert stored(index)["VV", "vv:1"] == 21
    index(other)
    assert served(index) == FORMER | {"VV": "vv:2"}
    assert stored(index)["VV", "vv:2"] == 21


def test_a_picture_that_the_new_model_cannot_do_is_waited_for_only_so_often(index: Indexer, folder: Path) -> None:
    index(folder)
    thumbnail = next(index.database.thumbnails.rglob("*.webp"))
    index.models.bad_images.add(thumbnail.read_bytes())
    index.models.failing["MV"] = RuntimeError("not for now")
    index.models.keys |= {"VV": "vv:2", "MV": "mv:2"}
    index(folder)
    assert served(index) == FORMER | {"VV": "vv:2"}, "a corrupt picture is corrupt for ever"
    del index.models.failing["MV"]
    index(folder)
    assert served(index) == {"VV": "vv:2", "MV": "mv:2"}


def test_a_new_model_that_is_not_there_changes_nothing(index: Indexer, folder: Path) -> None:
    index(folder)
    index.models.keys["VV"] = "vv:2"
    index.models.failing["VV"] = ModelMissingError("not installed")
    draw(folder, 30)
    with pytest.raises(ModelMissingError):
        index(folder)
    assert served(index) == FORMER
    assert stored(index)["VV", "vv:1"] == 20
    assert stored(index)["MV", "mv:1"] == 21, "the other phases went on"


def test_a_former_model_that_is_gone_serves_no_more(index: Indexer, folder: Path) -> None:
    index(folder)
    index.models.keys["VV"] = "vv:2"
    index.models.gone.add("vv:1")
    index(folder, cancel=stop_after(index, "VV", 1))
    assert served(index) == FORMER | {"VV": "vv:2"}
    index.models.begin = PhaseModels.begin.__get__(index.models)  # type: ignore[method-assign]
    index(folder)
    assert stored(index) == {("VV", "vv:2"): 20, ("MV", "mv:1"): 20}


def test_who_comes_back_finds_the_former_vectors(index: Indexer, folder: Path) -> None:
    index(folder)
    index.models.keys["VV"] = "vv:2"
    index(folder, cancel=stop_after(index, "VV", 1))
    index.models.begin = PhaseModels.begin.__get__(index.models)  # type: ignore[method-assign]
    index.models.keys["VV"] = "vv:1"
    index.models.calls.clear()
    assert index(folder).nothing_to_do
    assert index.models.calls == []
    assert stored(index) == {("VV", "vv:1"): 20, ("MV", "mv:1"): 20}
    index.models.keys["VV"] = "vv:2"
    index(folder)
    assert stored(index)["VV", "vv:2"] == 20


def test_layers_and_pictures_are_handed_over_together(index: Indexer, tmp_path: Path) -> None:
    folder = tmp_path / "layers"
    folder.mkdir()
    shown = np.dstack([pictures.scene(200, 150, seed=1), np.full((150, 200), 255, np.uint8)])
    psd.write(folder / "문서.psd", pictures.scene(300, 300, seed=2), [psd.Layer("picture", shown, left=10, top=10)])
    index(folder, layer_vectors=True)
    assert ("LV", "vv:1") in stored(index)
    index.models.keys["VV"] = "vv:2"
    index(folder, phases=["P", "MC", "VV", "MV"])
    assert served(index)["VV"] == "vv:1"
    index(folder)
    assert served(index)["VV"] == "vv:2"
    assert {key for _, key in stored(index)} == {"vv:2", "mv:1"}
    assert health.check(index.database)["findings"] == []
