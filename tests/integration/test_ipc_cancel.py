"""Every operation can be cancelled: while it waits, before its first item, and when it has just ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from fixtures import png
from fixtures.conversation import Conversation
from imageparser import Library, _core
from imageparser.ipc import ops
from imageparser.ipc.schedule import ASKING, BUSY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# The real process with an operation that fills the lanes until it is cancelled.
DRIVER = """
import sys, time
from imageparser.errors import CancelledError
from imageparser.ipc import ops, process
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Payload

class HoldPayload(Payload):
    folder: str | None = None

@op("hold", payload=HoldPayload, claims=lambda payload: Claims(folders=(payload.folder,) if payload.folder else ()))
def hold(job, payload):
    job.begin(1)
    while not job.cancel.cancelled:
        time.sleep(0.01)
    raise CancelledError

known = ops.named
ops.named = lambda name: hold if name == "hold" else known(name)
sys.exit(process.serve(None))
"""
VARIABLES = [{"name": "v", "values": [{"name": "a", "tags": ["smile"]}]}]
TEMPLATE = {"name": "t", "variables": VARIABLES}
PRESET = {"name": "p", "source_kind": "nais", "variable_name": "v", "values": []}
# Payloads with which each operation would do something; {} stands for the folder of the test.
GIVEN: dict[str, dict[str, Any]] = {
    "index": {"folders": ["{}"]},
    "picture": {"id": 1},
    "job_stop": {"name": "nobody"},
    "preview": {"picture": 1},
    "tile": {"picture": 1, "level": 0, "x": 0, "y": 0},
    "diff": {"a": 1, "b": 2},
    "scan": {"folder": "{}"},
    "search": {"folder": "{}", "tags": "smile"},
    "rename": {"folder": "{}", "order": "v", "variables": VARIABLES, "dry_run": False},
    "move": {"folder": "{}", "variable_name": "v", "variables": VARIABLES, "target_root": "{}/to", "dry_run": False},
    "strip_suffix": {"folder": "{}", "dry_run": False},
    "build_nais": {"folder": "{}"},
    "preset_load": {"path": "{}/template.json"},
    "preset_save": {"path": "{}/saved.json", "preset": TEMPLATE},
    "preset_import": {"path": "{}/preset.json"},
    "resume_clear": {"folder": "{}"},
    "template_db_get": {"name": "t"},
    "template_db_save": {"template": TEMPLATE},
    "template_db_delete": {"name": "t"},
    "preset_db_get": {"id": 1},
    "preset_db_save": {"preset": PRESET},
    "preset_db_delete": {"id": 1},
    "undo": {"job": 1, "dry_run": False},
    "settings_set": {"changes": [{"key": "pipeline.workers", "value": 2}]},
    "models_show": {"id": "builtin-efficientnet-lite0"},
    "models_install": {"id": "nobody"},
    "models_verify": {"id": "builtin-efficientnet-lite0"},
    "models_remove": {"id": "nobody"},
    "models_use": {"id": "nobody"},
    "models_load": {"slot": "MC"},
    "models_export": {"folder": "{}", "id": "mine", "out": "{}/out"},
    "tag_save": {"tag": "하늘"},
    "tag_merge": {"tags": ["하늘"], "into": "sky"},
    "tag_delete": {"tag": "하늘"},
    "comment_save": {"item": 1, "body": "좋다"},
    "comment_delete": {"comment": 1},
    "collection_delete": {"collection": 1},
    "collection_edit": {"collection": 1, "action": "add", "items": [1]},
    "collection_import": {"file": {"format": "imageparser-collections", "version": 1, "collections": []}},
    "health_repair": {"dry_run": False},
    "backup_restore": {"name": "20260101T000000000Z-asked.sqlite"},
    "filter_preset_delete": {"preset": 1},
    "duplicates_merge": {"groups": [{"keep": 1, "others": [2]}]},
    "duplicates_mark": {"ids": [1, 2]},
    "duplicates_move": {"groups": [{"keep": 1, "others": [2]}], "target_root": "{}/twice", "dry_run": False},
    "package_export": {"path": "{}/all.ipkg"},
    "package_inspect": {"path": "{}/all.ipkg"},
    "package_import": {"path": "{}/all.ipkg"},
    "filter_preset_import": {"presets": [{"name": "밤", "query": "type:photo"}]},
}
# What the files of the folder are called must not have changed after a cancelled job.
QUICK_ENDS = ("done", "error")


def given(name: str, folder: Path) -> dict[str, Any]:
    values = GIVEN.get(name, {})
    return {k: v.replace("{}", str(folder)) if isinstance(v, str) else v for k, v in values.items()}


def tree(folder: Path) -> list[str]:
    """Return the names in a folder, but for checkpoints, which stay after a cancelled job."""
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith(".nai_resume_"))


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "그림"
    folder.mkdir()
    png.novelai(folder / "a@@@1.png", prompt="smile")
    (folder / "template.json").write_text('{"name":"t","variables":[]}', encoding="utf-8")
    (folder / "preset.json").write_text('[{"scene_name":"a","scene_prompt":"smile"}]', encoding="utf-8")
    return folder


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Conversation]:
    with Conversation(tmp_path, driver=DRIVER) as opened:
        yield opened
        opened.process.kill()


def test_a_queued_one_ends_at_once_and_does_nothing(talk: Conversation, pictures: Path, tmp_path: Path):
    before = tree(pictures)
    for number in range(BUSY + ASKING):
        place = {"folder": str(tmp_path / f"busy{number}")} if number < BUSY else {}
        talk.say({"id": number, "type": "run", "op": "hold", "payload": place})
    for name in ops.NAMES:
        talk.say({"id": name, "type": "run", "op": name, "payload": given(name, pictures)})
        talk.say({"id": name, "type": "cancel"})
        lines = talk.until(name)
        assert [line["type"] for line in lines] == ["ack", "log", "done"], name
        last = lines[-1]
        assert (last["processed"], last["errors"], last["skipped"], last["cancelled"]) == (0, 0, 0, True)
        talk.say({"id": name, "type": "cancel"})
        assert talk.until(name)[-1]["message"] == f"unknown job: {name}"
    assert tree(pictures) == before


def test_one_that_has_just_ended_is_unknown(talk: Conversation, pictures: Path):
    for name in ops.NAMES:
        ended = talk.run(name, name, **given(name, pictures))
        assert ended[-1]["type"] in QUICK_ENDS
        talk.say({"id": name, "type": "cancel"})
        assert talk.until(name)[-1]["message"] == f"unknown job: {name}"


@pytest.mark.parametrize("name", ["scan", "search", "rename", "move", "strip_suffix", "build_nais"])
def test_a_running_one_stops_before_its_first_item(name: str, pictures: Path, tmp_path: Path):
    token = _core.CancelToken()
    token.cancel()
    before = tree(pictures)
    lines: list[dict[str, Any]] = []
    with Library.open(tmp_path / "library.sqlite") as library:
        done = library.run(name, given(name, pictures), on_line=lines.append, cancel=token)
    assert done["cancelled"] is True
    assert not [line for line in lines if line["type"] == "result"]
    assert tree(pictures) == before
