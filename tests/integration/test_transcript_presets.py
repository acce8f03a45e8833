"""Lines in, lines out: `preset_import` and `build_nais` as a client sees them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from fixtures import photo, png
from imageparser import _core
from imageparser.ipc import direct

if TYPE_CHECKING:
    from pathlib import Path

Line = dict[str, Any]
NO_JSON = "Expecting value: line 1 column 1 (char 0)"
ELAPSED = re.compile(r"elapsed=\d+\.\d\ds")


def talk(home: Path, *messages: Line) -> list[Line]:
    """Hand messages to a process of its own and return its lines, their times taken out."""
    data = "".join(json.dumps(message, ensure_ascii=False) + "\n" for message in messages)
    command = [sys.executable, "-m", "imageparser", "ipc", "--library", str(home / "library.sqlite")]
    done = subprocess.run(command, cwd=home, input=data, capture_output=True, check=False, encoding="utf-8", timeout=60)
    assert done.returncode == 0, done.stderr[-2000:]
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert all(list(line)[-1] == "version" and line["version"] == 1 for line in lines)
    for line in lines:
        del line["version"]
        if line["type"] == "log":
            line["message"] = ELAPSED.sub("elapsed=T", line["message"])
    return lines


def run(op: str, payload: Any, job: str = "일-1") -> Line:
    return {"id": job, "type": "run", "op": op, "payload": payload}


def log(message: str, job: str = "일-1") -> Line:
    return {"id": job, "type": "log", "message": message}


def done(payload: Any = None, *, processed: int = 0, errors: int = 0, cancelled: bool = False) -> Line:
    counters = {"processed": processed, "errors": errors, "skipped": 0}
    told = {} if payload is None else {"payload": payload}
    return {"id": "일-1", "type": "done", **counters, "cancelled": cancelled, **told}


def result(status: str, source: Path, message: str) -> Line:
    members = {"target": None, "message": message, "preview": None}
    return {"id": "일-1", "type": "result", "status": status, "source": str(source), **members}


def progress(processed: int, total: int, errors: int = 0) -> Line:
    counters = {"processed": processed, "total": total, "errors": errors, "skipped": 0}
    return {"id": "일-1", "type": "progress", **counters}


def ack(op: str) -> Line:
    return {"id": "일-1", "type": "ack", "op": op}


def error(message: str, code: str) -> Line:
    return {"id": "일-1", "type": "error", "message": message, "code": code}


@pytest.fixture
def scenes(home: Path) -> Path:
    path = home / "표정.json"
    value = {
        "name": "emotion",
        "scenes": [{"name": "기쁨", "scenePrompt": "{smile}, 1.2::open mouth::"}, {"scenePrompt": ""}],
    }
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8-sig")
    return path


def test_preset_import(home: Path, scenes: Path):
    problems = [
        {"code": "blank_name", "where": "scenes[1]", "message": "an entry without a name is now called 'Untitled'"},
        {"code": "no_tags", "where": "scenes[1]", "message": "'Untitled' has no tags and can never match"},
    ]
    values = [{"name": "기쁨", "tags": ["smile", "open mouth"]}, {"name": "Untitled", "tags": []}]
    payload = {"variable_name": "emotion", "values": values, "source_kind": "nais", "variables": ["emotion"]}
    assert talk(home, run("preset_import", {"path": str(scenes), "color": "red"})) == [
        ack("preset_import"),
        log("unknown fields ignored: color"),
        log("scenes[1]: an entry without a name is now called 'Untitled'"),
        log("scenes[1]: 'Untitled' has no tags and can never match"),
        log("elapsed=T"),
        done(payload | {"problems": problems}, processed=2),
    ]


def test_preset_import_of_one_of_several_variables(home: Path):
    path = home / "main.json"
    variables = [{"name": name, "values": [{"name": f"{name}1", "tags": ["t"]}]} for name in ("인물", "배경")]
    path.write_text(json.dumps({"name": "main", "variables": variables}), encoding="utf-8")
    (told,) = [
        line for line in talk(home, run("preset_import", {"path": str(path), "variable": "배경"})) if "payload" in line
    ]
    assert told["payload"] == {
        "variable_name": "배경",
        "values": [{"name": "배경1", "tags": ["t"]}],
        "source_kind": "template",
        "variables": ["인물", "배경"],
        "problems": [],
    }
    last = talk(home, run("preset_import", {"path": str(path), "variable": "없음"}))[-1]
    assert last == error("unknown variables: 없음", "usage")


@pytest.mark.parametrize(
    ("payload", "message", "code"),
    [
        (None, "path is required", "usage"),
        ({}, "path is required", "usage"),
        ({"path": None}, "path is required", "usage"),
        ({"path": "  "}, "path is required", "usage"),
        ({"path": 7}, "path: input should be a valid string", "usage"),
        ({"path": "{home}/없음.json"}, "failed to read json: no such file: {home}/없음.json", "not_found"),
        ({"path": "{home}/bad.json"}, f"failed to read json: {NO_JSON}: {{home}}/bad.json", "corrupt"),
        ({"path": "{home}/other.json"}, "unsupported preset format: ComfyUI workflow", "unsupported"),
    ],
)  # fmt: skip
def test_preset_import_says_what_is_wrong(home: Path, payload: Any, message: str, code: str):
    (home / "bad.json").write_text("no json", encoding="utf-8")
    (home / "other.json").write_text('{"nodes": [], "links": []}', encoding="utf-8")
    given = payload and {key: v.replace("{home}", str(home)) if isinstance(v, str) else v for key, v in payload.items()}
    lines = talk(home, run("preset_import", given))
    assert lines[0] == ack("preset_import")
    assert lines[-1] == error(message.replace("{home}", str(home)), code)


def test_a_cancelled_preset_import_ends_as_done(scenes: Path):
    token = _core.CancelToken()
    token.cancel()
    last = direct.run(no_library, "preset_import", {"path": str(scenes)}, cancel=token)
    assert (last["type"], last["cancelled"], "payload" in last) == ("done", True, False)


def no_library() -> Any:
    raise AssertionError("no library is needed")


@pytest.fixture
def pictures(home: Path) -> Path:
    folder = home / "그림"
    folder.mkdir()
    png.novelai(folder / "a.png", prompt="1girl, {smile}, best quality", uc="lowres")
    png.novelai(folder / "b.png", prompt="1girl, 눈물, best quality", uc="lowres, hat")
    (folder / "broken.png").write_bytes(b"no picture")
    photo.jpeg(folder / "plain.jpg")
    return folder


def test_build_nais(home: Path, pictures: Path):
    lines = talk(home, run("build_nais", {"folder": str(pictures), "progress_step": 3}))
    broken = next(line for line in lines if line["type"] == "result" and line["status"] == "ERROR")
    assert broken["message"]
    assert lines == [
        ack("build_nais"),
        progress(0, 4),
        result("ERROR", pictures / "broken.png", broken["message"]),
        progress(3, 4, errors=1),
        result("UNKNOWN", pictures / "plain.jpg", "no metadata"),
        progress(4, 4, errors=1),
        log("elapsed=T"),
        done(
            {
                "variable_name": "그림",
                "values": [{"name": "a", "tags": ["smile"]}, {"name": "b", "tags": ["눈물"]}],
                "common_tags": ["1girl", "best quality"],
                "stats": {"total": 4, "tagged": 2, "common_count": 2, "empty_unique": 0},
                "problems": [],
            },
            processed=4,
            errors=1,
        ),
    ]


@pytest.mark.parametrize(
    ("options", "common", "second"),
    [
        ({"mode": "intersection", "include_negative": True}, ["1girl", "best quality", "lowres"], ["눈물", "hat"]),
        (
            {"mode": "union", "workers": 1},
            ["1girl", "smile", "best quality", "눈물"],
            ["1girl", "눈물", "best quality"],
        ),
        ({"mode": "difference", "include_negative": False}, ["1girl", "best quality"], ["눈물"]),
    ],
)
def test_build_nais_in_each_mode(home: Path, pictures: Path, options: Line, common: list[str], second: list[str]):
    told = talk(home, run("build_nais", {"folder": str(pictures), **options}))[-1]["payload"]
    assert told["common_tags"] == common
    assert told["values"][1] == {"name": "b", "tags": second}


@pytest.mark.parametrize(
    ("payload", "message", "code"),
    [
        ({}, "folder is required", "usage"),
        ({"folder": "{home}/없음"}, "job failed: not a folder: {home}/없음", "not_found"),
        ({"folder": "{home}"}, "job failed: no images found", "usage"),
        (
            {"folder": "{home}", "mode": "both"},
            "mode: input should be 'intersection', 'union' or 'difference'",
            "usage",
        ),
        ({"folder": "{home}", "include_negative": "no"}, "include_negative: input should be a valid boolean", "usage"),
        ({"folder": "{home}", "progress_step": "x"}, "progress_step: input should be a valid integer", "usage"),
        ({"folder": "{home}", "workers": -1}, "workers: input should be greater than or equal to 0", "usage"),
    ],
)
def test_build_nais_says_what_is_wrong(home: Path, payload: Line, message: str, code: str):
    given = {key: v.replace("{home}", str(home)) if isinstance(v, str) else v for key, v in payload.items()}
    assert talk(home, run("build_nais", given))[-1] == error(message.replace("{home}", str(home)), code)


@pytest.mark.parametrize("moment", [0, 1, 2])
def test_a_cancelled_build_ends_within_one_picture(home: Path, pictures: Path, moment: int):
    from imageparser import Library  # noqa: PLC0415 - most tests here start a process

    token = _core.CancelToken()
    seen: list[Line] = []

    def listen(line: Line) -> None:
        seen.append(line)
        if line["type"] in {"result", "progress"} and len(seen) > moment:
            token.cancel()

    if moment == 0:
        token.cancel()
    with Library.open(home / "library.sqlite") as library:
        payload = {"folder": str(pictures), "progress_step": 1}
        last = direct.run(lambda: library, "build_nais", payload, on_line=listen, cancel=token)
    assert (last["type"], last["cancelled"], "payload" in last) == ("done", True, False)
    assert last["processed"] == moment


def test_a_cancel_is_answered(home: Path, pictures: Path):
    lines = talk(home, run("build_nais", {"folder": str(pictures)}), {"id": "일-1", "type": "cancel"})
    ends = [line for line in lines if line["type"] in {"done", "error"}]
    assert ends[0]["type"] == "done"
    assert ends[0]["cancelled"] or ends[1:] == [error("unknown job: 일-1", "not_found")]
