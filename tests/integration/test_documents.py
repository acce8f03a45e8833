"""`render`, `layers` and `diff` as people and scripts use them, with made documents."""

from __future__ import annotations

import os
import shutil
import subprocess
import unicodedata
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image

from fixtures import commandline, hostile, layered, photo, psd

if TYPE_CHECKING:
    from pathlib import Path

    from fixtures.commandline import Outcome


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return layered.document(tmp_path / "그림 원본.psd")


def run(home: Path, *arguments: str | Path | int, code: int | None = 0) -> Outcome:
    """Run a command that ends with `code`; None allows any."""
    outcome = commandline.run(*map(str, arguments), "--json", home=home)
    assert code in (None, outcome.code), (outcome.lines, outcome.stderr)
    assert "Traceback" not in outcome.stderr
    return outcome


def rgba(path: Path | str) -> np.ndarray:
    image = Image.open(path)
    assert image.format == "PNG"
    return np.asarray(image.convert("RGBA"))


# --- render ---------------------------------------------------------------


def test_render_switches_layers(tmp_path: Path, path: Path):
    out = tmp_path / "결과.png"
    value = run(tmp_path, "render", path, "--out", out, "--from", "layers").value
    assert value == {
        "path": str(path), "out": str(out), "width": 40, "height": 30, "source": "composite", "unrendered": [],
        "warnings": [],
    }  # fmt: skip
    assert np.array_equal(rgba(out), layered.expected())
    arguments = ("render", path, "--force", "--out", out)
    run(tmp_path, *arguments, "--hide", layered.BACKGROUND, "--show", layered.HIDDEN)
    assert np.array_equal(rgba(out), layered.expected(hidden=(layered.BACKGROUND,), shown=(layered.HIDDEN,)))
    run(tmp_path, *arguments, "--hide", layered.GROUP, "--hide", layered.BACKGROUND)
    assert not rgba(out)[..., 3].any()
    run(tmp_path, *arguments, "--only", layered.SQUARE)
    assert np.array_equal(rgba(out), layered.expected(hidden=(layered.BACKGROUND,)))


def test_render_parts_and_scales(tmp_path: Path, path: Path):
    out = tmp_path / "part.png"
    run(tmp_path, "render", path, "-o", out, "--from", "layers", "--region", "4,3,16,13")
    assert np.array_equal(rgba(out), layered.expected()[3:13, 4:16])
    value = run(tmp_path, "render", path, "-o", out, "--force", "--from=merged", "--scale", "0.5").value
    assert (value["width"], value["height"], value["source"]) == (20, 15, "merged")
    assert tuple(rgba(out)[10, 10]) == (0, 200, 0, 255)
    assert run(tmp_path, "render", path, "-o", out, "--force").value["source"] == "merged"


def test_render_of_a_flat_picture(tmp_path: Path):
    picture = photo.jpeg(tmp_path / "a.jpg", 80, 60)
    value = run(tmp_path, "render", picture, "--out", tmp_path / "a.png").value
    assert (value["source"], value["width"], value["height"]) == ("decoded", 80, 60)
    assert run(tmp_path, "render", picture, "-o", "b.png", "--only", "1", code=2).value["error"]["code"] == "usage"


def test_render_writes_over_nothing(tmp_path: Path, path: Path):
    before = path.read_bytes()
    out = tmp_path / "out.png"
    out.write_bytes(b"mine")
    assert run(tmp_path, "render", path, "--out", out, code=1).value["error"]["code"] == "exists"
    assert out.read_bytes() == b"mine"
    for target in (path, tmp_path / "." / path.name):
        for force in ((), ("--force",)):
            error = run(tmp_path, "render", path, "--out", target, *force, code=2).value["error"]
            assert error["code"] == "usage"
    assert path.read_bytes() == before
    run(tmp_path, "render", path, "--out", out, "--force")
    assert rgba(out).shape == (30, 40, 4)
    assert sorted(entry.name for entry in tmp_path.iterdir() if entry.is_file()) == ["out.png", path.name]


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (("--hide", "99"), "99"),
        (("--show", "7", "--hide", "99"), "7, 99"),
        (("--only", "4000000000"), "4000000000"),
        (("--hide", "-1"), "-1"),
        (("--hide", "x"), "--hide"),
        (("--scale", "0"), "0"),
        (("--scale", "1.01"), "1.01"),
        (("--scale", "nan"), ""),
        (("--region", "0,0,41,30"), "40 x 30"),
        (("--region", "0,0,0,0"), "0,0,0,0"),
        (("--region", "1,2,3"), "1,2,3"),
        (("--region", "0,0,99999999999,1"), "99999999999"),
        (("--from", "nowhere"), "nowhere"),
        (("--from", "merged", "--hide", "11"), "merged"),
    ],
)
def test_wrong_usage_names_what_is_wrong(tmp_path: Path, path: Path, arguments: tuple[str, ...], part: str):
    error = run(tmp_path, "render", path, "--out", tmp_path / "x.png", *arguments, code=2).value["error"]
    assert error["code"] == "usage"
    assert part in error["message"]
    assert not (tmp_path / "x.png").exists()


def test_people_get_sentences_in_their_language(tmp_path: Path, path: Path):
    def say(*arguments: str | Path, language: str) -> str:
        process = commandline.start(*map(str, arguments), "--lang", language, home=tmp_path, stdout=subprocess.PIPE)
        text = process.communicate(timeout=60)[0].decode()
        assert process.returncode == 0
        return text

    english = say("render", path, "-o", tmp_path / "a.png", "--from", "layers", language="en")
    assert english.strip() == f"{tmp_path / 'a.png'}: 40 × 30, made from the layers"
    korean = say("render", path, "-o", tmp_path / "b.png", "--from", "layers", language="ko")
    assert "레이어로 만듦" in korean
    listed = say("layers", path, "-o", tmp_path / "층", language="ko")
    assert "사각형" in listed
    assert "레이어 3개" in listed
    other = layered.document(tmp_path / "b.psd", opacity=100)
    assert "불투명도" in say("diff", path, other, language="ko")
    assert "opacity" in say("diff", path, other, language="en")


# --- layers ---------------------------------------------------------------


def test_layers_are_files_of_their_own(tmp_path: Path, path: Path):
    folder = tmp_path / "레이어" / "여기"
    value = run(tmp_path, "layers", path, "--out", folder).value
    assert (value["path"], value["out"], value["warnings"]) == (str(path), str(folder), [])
    names = ["001-11-배경.png", "002-13-사각형.png", "003-14-숨은 레이어.png"]
    assert [layer["out"] for layer in value["layers"]] == [str(folder / name) for name in names]
    assert sorted(entry.name for entry in folder.iterdir()) == names
    square = value["layers"][1]
    assert (square["id"], square["kind"], square["bbox"], square["width"]) == (13, "pixel", [5, 4, 15, 12], 10)
    assert np.array_equal(rgba(folder / names[1]), layered.flat(layered.RED, 10, 8))
    assert np.array_equal(rgba(folder / names[2]), layered.flat(layered.BLUE, 20, 20))


def test_layers_write_over_nothing(tmp_path: Path, path: Path):
    folder = tmp_path / "out"
    folder.mkdir()
    mine = folder / "002-13-사각형.png"
    mine.write_bytes(b"mine")
    error = run(tmp_path, "layers", path, "--out", folder, code=1).value["error"]
    assert (error["code"], error["path"]) == ("exists", str(mine))
    assert [entry.name for entry in folder.iterdir()] == [mine.name]
    assert mine.read_bytes() == b"mine"


def test_names_that_collide_or_escape(tmp_path: Path):
    names = ["같은", unicodedata.normalize("NFD", "같은"), "../../밖", "a/b", "a\\b", "..", "", "CON", "\0", "x" * 255]
    layers = [psd.Layer(name, layered.flat(layered.RED, 4, 4), number=n + 1) for n, name in enumerate(names)]
    document = layered.document(tmp_path / "a.psd", layers=layers)
    before = set(tmp_path.parent.iterdir())
    folder = tmp_path / "out"
    value = run(tmp_path, "layers", document, "--out", folder).value
    written = [layer["out"] for layer in value["layers"]]
    assert len(set(written)) == len(names)
    assert sorted(str(entry) for entry in folder.iterdir()) == sorted(written)
    assert set(tmp_path.parent.iterdir()) == before
    assert all(unicodedata.is_normalized("NFC", name) for name in written)
    assert [os.path.basename(name) for name in written[:3]] == ["001-1-같은.png", "002-2-같은.png", "003-3-_.._밖.png"]  # noqa: PTH119


def test_a_layer_that_cannot_be_read_is_told(tmp_path: Path):
    document = layered.document(tmp_path / "a.psd", psd.Form(layers=psd.ZIP))
    whole = document.read_bytes()
    packed = psd.channel_data(layered.flat(layered.RED, 10, 8)[..., 0], psd.Form(layers=psd.ZIP))[2:]
    assert packed in whole
    document.write_bytes(whole.replace(packed, b"\xff" * len(packed)))
    value = run(tmp_path, "layers", document, "--out", tmp_path / "out", code=None).value
    assert [layer["name"] for layer in value["layers"]] == ["배경", "사각형", "숨은 레이어"]
    assert value["layers"][0]["out"] is not None


# --- diff -----------------------------------------------------------------


def changed(tmp_path: Path, after: Path, before: Path, *more: str | Path) -> dict[str, Any]:
    return run(tmp_path, "diff", before, after, *more).value


def test_a_copy_differs_in_nothing(tmp_path: Path, path: Path):
    copy = tmp_path / "사본.psd"
    shutil.copy(path, copy)
    value = changed(tmp_path, copy, path)
    assert all(value[name] == [] for name in ("added", "removed", "renamed", "moved", "changed", "warnings"))
    assert value["unchanged"] == 4
    assert value["picture"] == {"mean": 0.0, "greatest": 0.0, "share": 0.0}
    assert value["out"] is None


def test_what_changed_is_named(tmp_path: Path, path: Path):
    layers = [
        psd.Layer("배경", layered.flat((10, 10, 10), 40, 30), number=11),
        psd.Layer("네모", layered.flat(layered.RED, 10, 8), left=7, top=4, number=13, opacity=128, blend=b"mul "),
        psd.Group("그룹", [], number=12, visible=False),
        psd.Layer("새 레이어", layered.flat(layered.BLUE, 5, 5), number=20, text="안녕"),
    ]
    after = layered.document(tmp_path / "after.psd", layers=layers)
    heat = tmp_path / "차이.png"
    value = changed(tmp_path, after, path, "--out", heat)
    assert [layer["name"] for layer in value["added"]] == ["새 레이어"]
    assert value["added"][0]["kind"] == "type"
    assert [layer["name"] for layer in value["removed"]] == ["숨은 레이어"]
    assert value["renamed"] == [{"id": 13, "was": 13, "from": "사각형", "to": "네모"}]
    moved = {entry["id"]: entry for entry in value["moved"]}
    assert moved[13]["how"] == ["tree", "place"]
    assert moved[13]["from"] == {"path": ["그룹"], "bbox": [5, 4, 15, 12]}
    assert moved[13]["to"] == {"path": [], "bbox": [7, 4, 17, 12]}
    what = {entry["id"]: entry["what"] for entry in value["changed"]}
    assert what == {11: ["pixels"], 13: ["opacity", "blend"], 12: ["visible"]}
    values = next(entry["values"] for entry in value["changed"] if entry["id"] == 13)
    assert values["opacity"] == {"from": 255, "to": 128}
    assert value["out"] == str(heat)
    assert rgba(heat).shape == (30, 40, 4)
    assert run(tmp_path, "diff", path, after, "--out", heat, code=1).value["error"]["code"] == "exists"
    assert run(tmp_path, "diff", path, after, "--out", path, "--force", code=2).value["error"]["code"] == "usage"


def test_masks_effects_text_and_settings(tmp_path: Path):
    def document(file: str, **changes: Any) -> Path:
        return layered.document(tmp_path / file, **changes)

    before = document("a.psd", text="봄", mask=np.zeros((8, 10), np.uint8), blocks=[(b"lfx2", b"1"), (b"SoLd", b"x")])
    mask = np.full((8, 10), 9, np.uint8)
    after = document("b.psd", text="여름", mask=mask, fill=100, blocks=[(b"lfx2", b"2"), (b"SoLd", b"y")])
    (entry,) = changed(tmp_path, after, before)["changed"]
    assert entry["what"] == ["fill", "text", "mask", "effects", "settings"]
    assert entry["values"]["text"] == {"from": "봄", "to": "여름"}


def test_documents_of_different_sizes(tmp_path: Path, path: Path):
    small = psd.write(tmp_path / "small.psd", np.zeros((5, 6, 3), np.uint8), [])
    value = changed(tmp_path, small, path, "--out", tmp_path / "heat.png")
    assert value["size"] == {"a": [40, 30], "b": [6, 5]}
    assert len(value["removed"]) == 4
    assert rgba(tmp_path / "heat.png").shape[:2] == (30, 40)


# --- bad files ------------------------------------------------------------


@pytest.mark.parametrize("command", ["layers", "diff"])
def test_a_flat_file_is_named_as_unsupported(tmp_path: Path, path: Path, command: str):
    picture = photo.jpeg(tmp_path / "a.jpg")
    arguments = ("layers", picture, "--out", tmp_path / "out") if command == "layers" else ("diff", path, picture)
    error = run(tmp_path, *arguments, code=1).value["error"]
    assert (error["code"], error["path"]) == ("unsupported", str(picture))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("make", [hostile.huge_header_psd, hostile.lying_layers_psd])
@pytest.mark.parametrize("command", ["render", "layers", "diff"])
def test_hostile_documents_end_in_an_error(tmp_path: Path, command: str, make: Any):
    bad = tmp_path / "bad.psd"
    make(bad)
    arguments = {
        "render": ("render", bad, "--out", tmp_path / "x.png", "--from", "layers"),
        "layers": ("layers", bad, "--out", tmp_path / "out"),
        "diff": ("diff", bad, bad),
    }[command]
    outcome = commandline.run(*map(str, arguments), "--json", home=tmp_path, limit=30)
    assert outcome.rss_mb < 400
    if outcome.code:
        assert outcome.value["error"]["code"] in {"corrupt", "unsupported", "too_large"}


@pytest.mark.parametrize("cut", [0, 20, 60, 200, 700, -1])
def test_documents_that_end_early(tmp_path: Path, path: Path, cut: int):
    short = tmp_path / "short.psd"
    short.write_bytes(path.read_bytes()[:cut])
    for arguments in (
        ("render", short, "--out", tmp_path / "x.png", "--force"),
        ("layers", short, "--out", tmp_path / f"out{cut}"),
        ("diff", path, short),
    ):
        outcome = commandline.run(*map(str, arguments), "--json", home=tmp_path)
        assert outcome.code in (0, 1)
        assert "Traceback" not in outcome.stderr
        if "error" in outcome.value:
            assert outcome.value["error"]["path"] == str(short)


def test_a_folder_that_cannot_be_made(tmp_path: Path, path: Path):
    (tmp_path / "file").write_bytes(b"")
    outcome = commandline.run("layers", str(path), "--out", str(tmp_path / "file"), "--json", home=tmp_path)
    assert (outcome.code, outcome.value["error"]["code"]) == (1, "exists")
    error = run(tmp_path, "render", path, "--out", tmp_path / "no" / "x.png", code=1).value["error"]
    assert error["code"] == "not_found"
