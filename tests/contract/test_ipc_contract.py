"""The table of operations: one file each, typed on every side, told in the documents and in both languages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from imageparser import locale
from imageparser.ipc import contract, ops, protocol

if TYPE_CHECKING:
    from imageparser.ipc.op import Op

ROOT = Path(__file__).resolve().parents[2]
OPS = ROOT / "python/imageparser/ipc/ops"
TRANSCRIPTS = ROOT / "tests/golden/transcripts"
THUMBS = {"thumbs", "thumb_size", "thumb_quality", "thumb_cache_dir", "thumb_max_files", "thumb_max_bytes"}
RESUME = {"resume_mode", "resume_path", "checkpoint_step"}
# The fields of the written protocol.
SPECIFIED = {
    "scan": {"folder", "include_negative", "progress_step", "commit_step", "incremental", "workers"} | THUMBS,
    "search": {"tags", "folder", "include_negative", "progress_step", "limit", "offset"} | THUMBS,
    "rename": {
        "folder",
        "order",
        "template",
        "prefix_mode",
        "dry_run",
        "include_negative",
        "progress_step",
        "variables",
    }
    | {"variable_specs"}
    | THUMBS
    | RESUME,
    "move": {"folder", "variable_name", "variable_tree", "template", "target_root", "dry_run", "include_negative"}
    | {"progress_step", "variables"}
    | THUMBS
    | RESUME,
    "strip_suffix": {"folder", "dry_run", "progress_step"},
    "db_stats": set(),
    "build_nais": {"folder", "include_negative", "progress_step"},
    "preset_load": {"path"},
    "preset_save": {"path", "preset"},
    "preset_import": {"path"},
    "resume_clear": {"folder", "kind", "path"},
    "template_db_list": set(),
    "template_db_get": {"id", "name"},
    "template_db_save": {"name", "template"},
    "template_db_delete": {"name"},
    "preset_db_list": {"source_kind", "variable_name"},
    "preset_db_get": {"id"},
    "preset_db_save": {"preset"},
    "preset_db_delete": {"id"},
}
GIVEN = {
    "build_nais": {"variable_name", "values", "common_tags"},
    "preset_load": {"preset", "path"},
    "preset_import": {"variable_name", "values"},
    "resume_clear": {"path", "removed"},
    "template_db_list": {"templates"},
    "template_db_get": {"id", "name", "payload", "updated_at"},
    "template_db_save": {"id", "name"},
    "template_db_delete": {"name"},
    "preset_db_list": {"presets"},
    "preset_db_get": {"id", "name", "source_kind", "variable_name", "payload", "updated_at"},
    "preset_db_save": {"id", "name"},
    "preset_db_delete": {"id"},
}


def known(name: str) -> Op:
    op = ops.named(name)
    assert op is not None
    return op


def test_every_file_is_in_the_table_and_the_other_way_round():
    assert sorted(ops.NAMES) == sorted(path.stem for path in OPS.glob("*.py") if path.stem != "__init__")
    assert len(ops.NAMES) == len(set(ops.NAMES))
    assert ops.named("__init__") is None


@pytest.mark.parametrize("name", ops.NAMES)
def test_an_operation_has_the_shape_of_its_neighbours(name: str):
    op = known(name)
    title = "".join(part.capitalize() for part in name.split("_"))
    assert op.name == name
    assert op.summary.endswith(".")
    assert (OPS / f"{name}.py").read_text(encoding="utf-8").startswith(f'"""`{name}`: ')
    for role, base in (("payload", protocol.Payload), ("details", protocol.Details), ("done", protocol.Done)):
        model = contract.models_of(op).get(role)
        if model is not None:
            assert issubclass(model, base)
            assert model.__name__ == f"{title}{role.capitalize()}"
            assert model.__doc__
    assert op.payload is not protocol.Payload


@pytest.mark.parametrize("name", ops.NAMES)
def test_results_have_no_member_twice(name: str):
    details = known(name).details
    if details is not None:
        assert not set(details.model_fields) & set(protocol.ResultLine.model_fields)


@pytest.mark.parametrize("name", ops.NAMES)
@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_it_is_described_in_each_language(name: str, language: str):
    assert locale.texts(language)[f"op.{name}"]


@pytest.mark.parametrize("name", SPECIFIED)
def test_the_fields_of_the_written_protocol_are_there(name: str):
    op = known(name)
    assert set(op.payload.model_fields) >= SPECIFIED[name]
    if name in GIVEN:
        assert op.done is not None
        assert set(op.done.model_fields) >= GIVEN[name]


def test_numbers_of_steps_are_read_as_the_protocol_says():
    for name in ops.NAMES:
        for field, about in known(name).payload.model_fields.items():
            if field.endswith("_step"):
                assert about.default == protocol.DEFAULT_STEP, (name, field)
                assert any(getattr(one, "func", None) is protocol._step for one in about.metadata), (name, field)
            if field == "dry_run":
                assert about.default is True, name


def test_the_made_files_are_up_to_date():
    made = contract.files()
    stale = [name for name, text in made.items() if (ROOT / name).read_text(encoding="utf-8") != text]
    assert not stale, "run `make contract`"
    types = {path.relative_to(ROOT).as_posix() for path in (ROOT / contract.TYPES).rglob("*.ts")}
    assert types == {name for name in made if name.endswith(".ts")}


def test_the_guide_tells_every_operation():
    page = (ROOT / contract.GUIDE).read_text(encoding="utf-8")
    assert page.partition(contract.GUIDE_MARK)[2] == contract.guide(), "run `make contract`"


def test_models_have_names_of_their_own():
    # Two models of one name get their modules' names in front, with underscores between.
    assert not [name for name in contract.schema()["$defs"] if "__" in name]


def test_the_schema_is_json_schema():
    whole = json.loads(contract.files()[contract.SCHEMA])
    assert set(whole["operations"]) == set(ops.NAMES)
    for op in whole["operations"].values():
        for role in set(op) - {"summary"}:
            assert op[role]["$ref"].removeprefix("#/$defs/") in whole["$defs"]


def transcripts() -> dict[str, set[str]]:
    """Return the fields with which each operation is run in the golden conversations."""
    used: dict[str, set[str]] = {}
    for path in TRANSCRIPTS.glob("*.txt"):
        for line in path.read_text(encoding="utf-8").splitlines():
            message = json.loads(line[2:]) if line.startswith('> {"id"') and line.endswith("}") else {}
            if isinstance(message.get("payload"), dict):
                used.setdefault(str(message.get("op")), set()).update(message["payload"])
    return used


def test_every_operation_has_a_transcript_with_every_field():
    used = transcripts()
    missing = {name: set(known(name).payload.model_fields) - used.get(name, set()) for name in ops.NAMES}
    assert not {name: fields for name, fields in missing.items() if fields}
    assert all((TRANSCRIPTS / f"{name}.txt").exists() for name in ops.NAMES)
