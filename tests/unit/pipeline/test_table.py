from __future__ import annotations

import ast
from pathlib import Path
from typing import Any, cast

import pytest

import imageparser
from fixtures.phase_models import PhaseModels
from imageparser.errors import InternalError, UsageError
from imageparser.pipeline import table
from imageparser.pipeline.phase import version_key
from imageparser.settings import PipelineSettings, Settings, ThumbnailSettings

PARALLEL = Settings()
SEQUENTIAL = Settings(pipeline=PipelineSettings(order="sequential"))


def test_every_phase_comes_after_what_it_needs() -> None:
    for settings in (PARALLEL, SEQUENTIAL):
        seen: set[str] = set()
        for phase in table.phases(settings):
            assert set(phase.needs) <= seen
            seen.add(phase.id)


def test_every_phase_is_complete() -> None:
    assert len({phase.id for phase in table.PHASES}) == len(table.PHASES)
    for phase in table.PHASES:
        assert phase.batch > 0
        assert phase.resource in {"cpu", "model"}
        assert (phase.slot is None) == (phase.version is not None)
        assert all(callable(part) for part in (phase.input, phase.run, phase.store))


def test_every_phase_file_is_in_the_table() -> None:
    folder = Path(imageparser.__file__).parent / "pipeline" / "phases"
    with_phase = set()
    for path in folder.glob("*.py"):
        names = [
            node.targets[0] for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.Assign)
        ]
        if any(isinstance(name, ast.Name) and name.id == "PHASE" for name in names):
            with_phase.add(path.stem)
    assert len(with_phase) == len(table.PHASES)


def test_nothing_else_names_a_phase() -> None:
    package = Path(imageparser.__file__).parent
    ids = {phase.id for phase in table.PHASES} - {"MC", "VV", "MV"}  # those name model slots too
    for path in [*(package / "library").rglob("*.py"), *(package / "pipeline").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not (isinstance(node, ast.Constant) and node.value in ids), path


def test_the_pictures_do_not_wait_for_the_captions() -> None:
    needs = {phase.id: phase.needs for phase in table.phases(PARALLEL)}
    assert needs == {"P": (), "MC": ("P",), "VV": ("P",), "MV": ("MC",)}


def test_sequential_is_the_chain_of_the_specification() -> None:
    needs = {phase.id: phase.needs for phase in table.phases(SEQUENTIAL)}
    assert needs == {"P": (), "MC": ("P",), "VV": ("MC",), "MV": ("VV",)}


def test_dependents_are_found_through_others() -> None:
    assert table.dependents("P", table.PHASES) == ("MC", "VV", "MV", "LV")
    assert table.dependents("P", table.phases(PARALLEL)) == ("MC", "VV", "MV")
    assert table.dependents("MC", table.PHASES) == ("MV",)
    assert table.dependents("MV", table.PHASES) == ()


def test_phases_are_chosen_by_name() -> None:
    assert [phase.id for phase in table.chosen(PARALLEL, ["mv", " P "])] == ["P", "MV"]
    assert [phase.id for phase in table.chosen(PARALLEL, None)] == ["P", "MC", "VV", "MV"]


@pytest.mark.parametrize("names", [["X"], [], [""], ["P", "nonsense"]])
def test_unknown_phases_are_refused(names: list[str]) -> None:
    with pytest.raises(UsageError, match="P, MC, VV, MV"):
        table.chosen(PARALLEL, names)


def test_a_phase_with_a_switch_is_only_there_where_it_is_on() -> None:
    on = {"layer_vectors"}
    assert [phase.id for phase in table.phases(PARALLEL, on)] == ["P", "MC", "VV", "MV", "LV"]
    assert {phase.id: phase.needs for phase in table.phases(SEQUENTIAL, on)}["LV"] == ("MV",)
    assert [phase.id for phase in table.chosen(PARALLEL, ["LV", "P"], on)] == ["P", "LV"]
    with pytest.raises(UsageError, match="LV is off"):
        table.chosen(PARALLEL, ["P", "LV"])
    models = cast("Any", PhaseModels())
    assert [name for name, _ in table.version_keys(models, PARALLEL)] == ["P", "MC", "VV", "MV"]
    keys = dict(table.version_keys(models, PARALLEL, on))
    assert keys["LV"] == keys["VV"]


def test_only_the_first_reads_the_files() -> None:
    assert table.reading(PARALLEL) == table.reading(SEQUENTIAL) == ("P",)


def test_version_keys_follow_models_and_settings() -> None:
    models = cast("Any", PhaseModels())
    keys = dict(table.version_keys(models, PARALLEL))
    assert (keys["MC"], keys["VV"], keys["MV"]) == ("mc:1", "vv:1", "mv:1")
    larger = Settings(thumbnails=ThumbnailSettings(size=1024))
    assert dict(table.version_keys(models, larger))["P"] != keys["P"]


def test_a_phase_without_version_or_model_is_a_fault() -> None:
    from dataclasses import replace  # noqa: PLC0415

    with pytest.raises(InternalError, match="P has neither"):
        version_key(replace(table.PHASES[0], version=None), PARALLEL, cast("Any", PhaseModels()))
