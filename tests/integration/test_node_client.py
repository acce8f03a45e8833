"""The protocol as another language sees it: a client in Node, with nothing but what Node brings."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from fixtures import png

if TYPE_CHECKING:
    from collections.abc import Sequence

NODE = shutil.which("node")
SCRIPT = Path(__file__).with_name("node_client.mjs")
VARIABLES = [{"name": "감정", "values": [{"name": "웃음", "tags": ["smile"]}, {"name": "눈물", "tags": ["tears"]}]}]

pytestmark = pytest.mark.skipif(NODE is None, reason="there is no node on this machine")


def sources(lines: Sequence[dict[str, Any]], status: str = "OK") -> list[str]:
    return sorted(Path(line["source"]).name for line in lines if line["type"] == "result" and line["status"] == status)


def test_a_node_client_scans_searches_renames_and_undoes(tmp_path: Path):
    folder, other = tmp_path / "그림", tmp_path / "other"
    folder.mkdir()
    other.mkdir()
    png.novelai(folder / "a.png", prompt="1girl, {smile}")
    png.novelai(folder / "b.png", prompt="1girl, 1.2::smile::, rain")
    png.novelai(folder / "c.png", prompt="tears")
    png.novelai(folder / "d.png", prompt="sea")
    (folder / "a.txt").write_text("note", encoding="utf-8")
    command = [sys.executable, "-m", "imageparser", "ipc", "--library", str(tmp_path / "library.sqlite")]
    given = {"command": command, "folder": str(folder), "other": str(other), "variables": VARIABLES}
    assert NODE is not None
    done = subprocess.run(
        [NODE, str(SCRIPT), json.dumps(given)], capture_output=True, check=False, timeout=100, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    told = json.loads(done.stdout)

    before = ["a.png", "a.txt", "b.png", "c.png", "d.png"]
    renamed = ["d.png", "그림_눈물.png", "그림_웃음.png", "그림_웃음.txt", "그림_웃음@@@1.png"]
    assert told["trees"] == {"before": before, "planned": before, "renamed": renamed, "undone": before}
    assert sources(told["scan"]) == ["a.png", "b.png", "c.png", "d.png"]
    assert (told["scan"][-1]["processed"], told["scanOther"][-1]["processed"]) == (4, 0)
    assert [line["processed"] for line in told["scan"] if line["type"] == "progress"] == [0, 1, 2, 3, 4]
    assert sources(told["search"]) == ["a.png", "b.png"]
    assert sources(told["plan"]) == sources(told["rename"]) == ["a.png", "b.png", "c.png"]
    assert sources(told["rename"], "UNKNOWN") == ["d.png"]
    assert sources(told["searchAgain"]) == ["그림_웃음.png", "그림_웃음@@@1.png"]
    assert [job["kind"] for job in told["journal"][-1]["payload"]["jobs"]] == ["rename"]
    assert told["undo"][-1]["type"] == "done"
    assert [(line["id"], line["message"]) for line in told["strays"]] == [("nobody", "unknown job: nobody")]
    assert told["code"] == 0
    for name in ("scan", "search", "rename", "undo"):
        assert told[name][0]["type"] == "ack"
        assert [line["type"] for line in told[name]][-2:] == ["log", "done"]
