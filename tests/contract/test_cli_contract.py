"""The shapes that programs read: every JSON object of the command line, its keys and its types."""

from __future__ import annotations

import json
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

import pytest

from fixtures import commandline, photo, png, psd
from imageparser import errors
from imageparser.pipeline.table import PHASES

if TYPE_CHECKING:
    from pathlib import Path

NUMBER = float | int
INDEX = {
    "seen": int, "added": int, "changed": int, "moved": int, "gone": int, "unchanged": int,
    "skipped": list, "failed": list, "phases": dict, "waiting": dict, "layer_vectors": dict, "sidecars": dict,
    "elapsed_s": NUMBER,
}  # fmt: skip
LAYER_COST = {"on": bool, "files": int, "layers": int, "seconds": NUMBER | None, "megabytes": NUMBER}
SKIPPED = {"path": str, "code": str, "reason": str}
FAILED = {"path": str, "phase": str, "code": str, "reason": str}
FIND = {
    "query": str, "parsed": dict, "took_ms": NUMBER, "visual_by": str | None, "notes": list, "weights": dict,
    "nothing_fits": bool, "total": int, "among": int | None, "next": str | None, "ids": list | None, "results": list,
    "nearest": list,
}  # fmt: skip
RESULT = {
    "id": int, "path": str, "score": NUMBER, "axes": dict, "format": str, "width": int, "height": int, "thumbnail": str,
    "layer": dict | None, "bytes": int, "date_ms": int, "rating": int | None, "label": str | None, "digest": str,
    "why": dict | None, "layers": int, "prompt": bool, "comments": int,
}  # fmt: skip
FOUND_LAYER = {"id": int, "name": str, "path": list, "score": NUMBER}
AXIS = {"rank": int | None, "score": NUMBER | None}
INSPECT = {
    "path": str, "ok": bool, "format": str | None, "width": int | None, "height": int | None, "depth": int | None,
    "color_mode": str | None, "channels": int | None, "orientation": int | None, "icc": str | None,
    "digest": str | None, "exif": dict, "text": dict, "generator": dict | None, "layer_count": int,
    "layers": list, "has_merged": bool | None, "palette": list, "phash": str | None, "error": dict | None,
}  # fmt: skip
LAYER = {
    "id": int, "path": list, "name": str, "kind": str, "visible": bool, "opacity": int, "blend": str, "bbox": list,
    "clipping": bool, "mask": bool, "text": str | None, "effects": list, "fonts": list,
}  # fmt: skip
RENDERED = {
    "path": str, "out": str, "width": int, "height": int, "source": str, "unrendered": list, "warnings": list,
}  # fmt: skip
EXPORT = {"path": str, "out": str, "layers": list, "warnings": list}
EXPORTED = {
    "id": int, "name": str, "kind": str, "bbox": list, "out": str | None, "width": int, "height": int,
    "unrendered": list, "error": str | None,
}  # fmt: skip
DIFFERENCE = {
    "a": str, "b": str, "size": dict, "added": list, "removed": list, "renamed": list, "moved": list, "changed": list,
    "unchanged": int, "picture": dict | None, "out": str | None, "warnings": list,
}  # fmt: skip
NAMED = {"id": int, "name": str, "kind": str, "path": list}
MOVED = {"id": int, "was": int, "name": str, "how": list, "from": dict, "to": dict}
CHANGED = {"id": int, "was": int, "name": str, "what": list, "values": dict}
ERROR = {"code": str, "message": str, "path": str | None}
THUMBNAIL = {"path": str, "width": int, "height": int, "bytes": int}
MODEL = {
    "id": str, "title": str, "slots": list, "tiers": list, "backend": str, "dimension": int, "licence": str,
    "state": str, "problem": str, "precision": str, "precisions": list, "installed": list, "size": int,
    "memory_mb": int, "serves": list,
}  # fmt: skip
MODEL_DETAIL = MODEL | {
    "source": dict, "preprocess": dict, "prompt": dict, "answer": dict, "files": list, "folder": str,
    "version_key": str, "own": bool,
}  # fmt: skip
MODEL_STATUS = {"resident": list, "measured": list, "serves": dict}
VERSION = {"imageparser": str, "python": str, "platform": str}
DOCTOR = {
    "library": str, "ok": bool, "findings": list, "notices": list, "failures": list, "skipped": list, "build": dict,
    "disk": dict, "serving": list,
}  # fmt: skip
FINDING = {"code": str, "count": int, "examples": list, "repair": str, "repaired": str | None}
DISK = {
    "library": int, "thumbnails": int, "codes": int, "backups": int, "models": int, "cache": int, "free": int,
    "tables": dict,
}  # fmt: skip
STATS = {
    "library": str, "files": int, "missing": int, "folders": int, "formats": dict, "phases": dict,
    "waiting": dict, "skipped": dict,
    "facets": dict, "vectors": list, "layer_pictures": dict, "layer_vectors": dict, "last_run": dict | None,
    "prompts": dict, "disk": dict, "build": dict, "serving": list,
}  # fmt: skip
SERVICE = {"slot": str, "served": str, "current": str, "left": int}


def check(value: dict[str, Any], shape: dict[str, Any]) -> None:
    """Assert that an object has exactly these keys with values of these types; true is no number."""
    assert set(value) == set(shape)
    for key, kind in shape.items():
        allowed = set(get_args(kind)) if get_origin(kind) in (Union, UnionType) else {kind}
        assert type(value[key]) in {NoneType if one is None else one for one in allowed}, (key, value[key])


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with pictures, a broken one, a foreign file, and a library that knows them."""
    folder = tmp_path_factory.mktemp("contract")
    pictures = folder / "pictures"
    pictures.mkdir()
    photo.camera_jpeg(pictures / "photo.jpg", 6)
    psd.document(pictures / "document.psd")
    png.novelai(pictures / "novelai.png")
    (pictures / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 40)
    (pictures / "dangling.png").symlink_to("nowhere.png")
    done = commandline.index(pictures, folder / "library.sqlite", "--phases", "P,MC,VV,MV", limit=100)
    assert done.code == 0, done.stderr
    (folder / "report.json").write_text(json.dumps(done.value), encoding="utf-8")
    return folder


def ask(home: Path, *arguments: str, code: int = 0) -> dict[str, Any]:
    outcome = commandline.run(*arguments, "--json", "--library", home / "library.sqlite", home=home)
    assert outcome.code == code, outcome.stderr
    return outcome.value


def test_index(home: Path):
    report = json.loads((home / "report.json").read_text(encoding="utf-8"))
    check(report, INDEX)
    assert list(report["phases"]) == [phase.id for phase in PHASES if phase.switch is None]
    check(report["layer_vectors"], LAYER_COST)
    assert report["layer_vectors"]["on"] is False
    assert all(set(counts) == {"done", "failed"} for counts in report["phases"].values())
    for entry in report["skipped"]:
        check(entry, SKIPPED)
    assert [entry["path"] for entry in report["failed"]] == [str(home / "pictures/broken.png")]
    check(report["failed"][0], FAILED)
    assert {entry["code"] for entry in (*report["skipped"], *report["failed"])} <= set(errors.all_codes())


def test_find(home: Path):
    answer = ask(home, "find", "photo")
    check(answer, FIND)
    assert len(answer["results"]) == 3
    for result in answer["results"]:
        check(result, RESULT)
        assert list(result["axes"]) == ["visual", "meaning", "keyword"]
        for axis in result["axes"].values():
            check(axis, AXIS)
    named = next(result for result in answer["results"] if result["path"].endswith("photo.jpg"))
    assert named["axes"]["keyword"]["rank"] == 1


def test_find_names_the_layer_that_says_the_words(home: Path):
    (first, *_) = ask(home, "find", "picnic")["results"]
    assert first["path"].endswith("document.psd")
    check(first["layer"], FOUND_LAYER)
    assert first["layer"]["name"] == "제목"
    assert len(first["layer"]["path"]) == 1


def test_find_like_and_image(home: Path):
    first = ask(home, "find", "photo")["results"][0]
    answer = ask(home, "find", "--like", str(first["id"]))
    check(answer, FIND)
    assert first["id"] not in {result["id"] for result in answer["results"]}
    outside = ask(home, "find", "--image", first["path"])
    assert outside["results"][0]["id"] == first["id"]
    assert outside["visual_by"] == "picture"


def test_inspect(home: Path):
    pictures = home / "pictures"
    names = ("photo.jpg", "document.psd", "novelai.png", "broken.png", "absent.png")
    outcome = commandline.inspect(*(pictures / name for name in names), home=home)
    assert outcome.code == 1
    assert [line["path"] for line in outcome.lines] == [str(pictures / name) for name in names]
    for line in outcome.lines:
        check(line, INSPECT)
        assert line["ok"] is (line["error"] is None)
    jpeg, document, novelai, broken, absent = outcome.lines
    assert jpeg["orientation"] == 6
    assert len(jpeg["phash"]) == 16
    assert all(isinstance(colour, str) and 0 < share <= 1 for colour, share in jpeg["palette"])
    assert document["layer_count"] == len(document["layers"]) > 0
    check(document["layers"][0], LAYER)
    assert novelai["text"]
    for bad, code in ((broken, "corrupt"), (absent, "not_found")):
        assert set(bad["error"]) == {"code", "message"}
        assert bad["error"]["code"] == code


def test_stats(home: Path):
    numbers = ask(home, "stats")
    check(numbers, STATS)
    assert numbers["files"] == 4
    assert numbers["phases"]["P"] == {"done": 3, "failed": 1, "pending": 0}
    assert "LV" not in numbers["phases"]
    check(numbers["layer_vectors"], LAYER_COST)
    assert numbers["facets"]["layered"] == numbers["facets"]["has_text"] == 1
    assert numbers["layer_pictures"] == {"layers": 0, "pictures": 0}
    assert [service["slot"] for service in numbers["serving"]] == ["VV", "MV"]
    for service in numbers["serving"]:
        check(service, SERVICE)
        assert (service["served"], service["left"]) == (service["current"], 0)


def test_doctor(home: Path):
    found = ask(home, "doctor")
    check(found, DOCTOR)
    check(found["disk"], DISK)
    assert found["ok"] is True
    for notice in found["notices"]:
        check(notice, FINDING)
    told = {notice["code"]: notice["examples"] for notice in found["notices"]}
    assert str(home / "pictures/broken.png") in told["files_unreadable"][0]
    assert str(home / "pictures/dangling.png") in told["paths_skipped"][0]
    (failure,) = found["failures"]
    check(failure, FAILED | {"attempts": int})


def test_thumbnail(home: Path):
    target = home / "small.webp"
    value = ask(home, "thumbnail", str(home / "pictures/photo.jpg"), "--out", str(target), "--size", "50")
    check(value, THUMBNAIL)
    assert value["bytes"] == target.stat().st_size
    assert max(value["width"], value["height"]) == 50


def test_render(home: Path):
    value = ask(home, "render", str(home / "pictures/document.psd"), "--out", str(home / "r.png"), "--from", "layers")
    check(value, RENDERED)
    assert value["source"] == "composite"


def test_layers(home: Path):
    value = ask(home, "layers", str(home / "pictures/document.psd"), "--out", str(home / "layers"))
    check(value, EXPORT)
    assert len(value["layers"]) == 4
    for layer in value["layers"]:
        check(layer, EXPORTED)


def test_diff(home: Path):
    after = psd.document(home / "after.psd", psd.Form(depth=16))
    value = ask(home, "diff", str(home / "pictures/document.psd"), str(after))
    check(value, DIFFERENCE)
    for name, shape in (("added", NAMED), ("removed", NAMED), ("moved", MOVED), ("changed", CHANGED)):
        for entry in value[name]:
            check(entry, shape)
    assert value["changed"]


def test_models(home: Path):
    rows = ask(home, "models", "list")["models"]
    for row in rows:
        check(row, MODEL)
    assert {row["id"]: row["serves"] for row in rows if row["serves"]} == {
        "builtin-efficientnet-lite0": ["VV"],
        "builtin-label-record": ["MC"],
        "builtin-label-text": ["VT"],
        "builtin-use-multilingual-v3": ["MV"],
    }
    check(ask(home, "models", "show", "builtin-label-text"), MODEL_DETAIL)
    check(ask(home, "models", "status"), MODEL_STATUS)
    assert ask(home, "models", "unload") == {"resident": []}
    verified = ask(home, "models", "verify", "builtin-label-text")
    check(verified, {"id": str, "ok": bool, "files": list})
    for file in verified["files"]:
        check(file, {"name": str, "ok": bool, "problem": str})


def test_version(home: Path):
    check(ask(home, "version"), VERSION)


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code"),
    [
        (["find", "x", "--filter", "rating=many"], "usage", 2),
        (["find", "x", "--like", "999999"], "not_found", 1),
        (["find"], "usage", 2),
        (["index"], "usage", 2),
        (["index", ".", "--phases", "XX"], "usage", 2),
        (["nonsense"], "usage", 2),
        (["find", "x", "--top", "0"], "usage", 2),
        (["find", "x", "--lang", "tlh"], "usage", 2),
        (["thumbnail", "absent.png", "--out", "x.webp"], "not_found", 1),
        (["thumbnail", "pictures/photo.jpg", "--out", "no/such/folder/x.webp"], "not_found", 1),
        (["render", "absent.psd", "--out", "x.png"], "not_found", 1),
        (["render", "pictures/document.psd"], "usage", 2),
        (["render", "pictures/document.psd", "--out", "x.png", "--hide", "999"], "usage", 2),
        (["render", "pictures/photo.jpg", "--out", "pictures/photo.jpg", "--force"], "usage", 2),
        (["layers", "pictures/photo.jpg", "--out", "no layers"], "unsupported", 1),
        (["diff", "pictures/document.psd", "pictures/photo.jpg"], "unsupported", 1),
        (["diff", "pictures/document.psd"], "usage", 2),
        (["index", "absent"], "not_found", 1),
        (["bench", "no_such_case"], "usage", 2),
        (["models"], "usage", 2),
        (["models", "show", "nobody"], "usage", 2),
        (["models", "install", "siglip2-base-patch16-256", "--from", "no/such/folder"], "not_found", 1),
        (["models", "install", "builtin-label-text"], "unsupported", 1),
        (["models", "verify", "qwen3-embedding-4b"], "model_missing", 1),
        (["models", "remove", "qwen3-embedding-4b"], "model_missing", 1),
        (["models", "use", "ultra"], "model_missing", 1),
        (["models", "load", "XX"], "usage", 2),
    ],
)
def test_errors(home: Path, arguments: list[str], code: str, exit_code: int):
    value = ask(home, *arguments, code=exit_code)
    assert set(value) == {"error"}
    check(value["error"], ERROR)
    assert value["error"]["code"] == code
    assert value["error"]["message"]
