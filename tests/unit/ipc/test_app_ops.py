"""The operations that the app adds: index, picture, roots, preview, tile, diff, over a real library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from fixtures import layered, photo, png, psd
from imageparser import Library, _core
from imageparser.errors import NotFoundError, UnsupportedError
from imageparser.ipc import direct
from imageparser.ipc.showing import KEPT

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    monkeypatch.setenv("IMAGEPARSER_PORTABLE", str(tmp_path / "home"))
    with Library.open(tmp_path / "library.sqlite") as made:
        yield made


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "사진"
    folder.mkdir()
    photo.jpeg(folder / "야경.jpg", 1200, 900)
    layered.document(folder / "문서.psd")
    png.novelai(folder / "그림.png", prompt="1girl, {smile}")
    (folder / "깨진.png").write_bytes(b"\x89PNG\r\n\x1a\nno more")
    return folder


def run(library: Library, op: str, **payload: Any) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    lines: list[dict[str, Any]] = []
    done = library.run(op, payload, on_line=lines.append)
    return lines, done


def numbers(library: Library) -> dict[str, int]:
    return {Path(one["path"]).name: one["id"] for one in library.find("", top=50)["results"]}


def test_index_tells_how_far_it_is_and_what_was_wrong(library: Library, pictures: Path):
    lines, done = run(library, "index", folders=[str(pictures)], phases=["P"])
    told = done["payload"]
    assert (told["seen"], told["added"], told["failed"], told["skipped"]) == (4, 4, 1, 0)
    assert told["phases"]["P"] == {"done": 3, "failed": 1}
    assert (done["processed"], done["errors"], done["skipped"]) == (4, 1, 0)
    (wrong,) = [line for line in lines if line["type"] == "result"]
    assert (wrong["status"], Path(wrong["source"]).name, wrong["phase"]) == ("ERROR", "깨진.png", "P")
    assert wrong["code"] == "corrupt"
    last = [line for line in lines if line["type"] == "progress" and "phases" in line][-1]
    assert (last["processed"], last["total"], last["errors"]) == (4, 4, 1)
    read = next(one for one in last["phases"] if one["phase"] == "P")
    assert (read["done"], read["failed"], read["total"], read["final"]) == (3, 1, 4, True)


def test_a_cancelled_index_goes_on_later(library: Library, pictures: Path):
    token = _core.CancelToken()
    token.cancel()
    payload = {"folders": [str(pictures)], "phases": ["P"]}
    done = direct.run(lambda: library, "index", payload, cancel=token)
    assert done["cancelled"] is True
    assert "payload" not in done
    assert run(library, "index", **payload)[1]["payload"]["added"] == 4


def test_a_picture_is_told_with_its_layers(library: Library, pictures: Path):
    run(library, "index", folders=[str(pictures)], phases=["P"])
    told = run(library, "picture", id=numbers(library)["문서.psd"])[1]["payload"]
    assert (told["format"], told["width"], told["height"]) == ("psd", layered.WIDTH, layered.HEIGHT)
    layers = {layer["id"]: layer for layer in told["layers"]}
    assert layers[layered.SQUARE]["name"] == "사각형"
    assert layers[layered.SQUARE]["path"] == [layered.GROUP]
    assert tuple(layers[layered.SQUARE]["bbox"]) == (5, 4, 15, 12)
    assert layers[layered.HIDDEN]["visible"] is False
    assert told["prompt"] is None


def test_a_picture_is_told_with_its_prompt(library: Library, pictures: Path):
    run(library, "index", folders=[str(pictures)], phases=["P"])
    prompt = run(library, "picture", id=numbers(library)["그림.png"])[1]["payload"]["prompt"]
    assert (prompt["generator"], prompt["prompt"]) == ("NovelAI", "1girl, {smile}")
    assert prompt["tags"]["positive"] == ["1girl", "smile"]
    assert prompt["settings"]["steps"] == 28


def test_roots_tell_their_state(library: Library, pictures: Path):
    assert run(library, "roots")[1]["payload"]["roots"] == []
    run(library, "index", folders=[str(pictures)], phases=["P"])
    (root,) = run(library, "roots")[1]["payload"]["roots"]
    assert (root["path"], root["exists"], root["files"], root["missing"]) == (str(pictures), True, 4, 0)
    assert (root["failed"], root["skipped"]) == (1, 0)
    assert root["bytes"] == sum(path.stat().st_size for path in pictures.iterdir())
    assert root["indexed_at"] is not None
    (pictures / "야경.jpg").unlink()
    run(library, "index", folders=[str(pictures)], phases=["P"])
    (root,) = run(library, "roots")[1]["payload"]["roots"]
    assert (root["files"], root["missing"]) == (3, 1)


def test_a_preview_is_a_file_and_only_the_latest_stay(library: Library, pictures: Path):
    run(library, "index", folders=[str(pictures)], phases=["P"])
    item = numbers(library)["문서.psd"]
    made = run(library, "preview", picture=item, hidden=[layered.SQUARE])[1]["payload"]
    with Image.open(made["path"]) as picture:
        assert picture.convert("RGB").getpixel((8, 8)) == layered.GREY
    folder = Path(made["path"]).parent
    for number in range(KEPT + 5):
        (folder / f"{number:040x}.bmp").write_bytes(b"x")
    run(library, "preview", picture=item, shown=[layered.HIDDEN])
    assert len(list(folder.iterdir())) == KEPT


def test_a_picture_that_browsers_know_is_its_own_preview(library: Library, pictures: Path):
    run(library, "index", folders=[str(pictures)], phases=["P"])
    made = run(library, "preview", picture=numbers(library)["야경.jpg"])[1]["payload"]
    whole = {"path": str(pictures / "야경.jpg"), "media_type": "image/jpeg", "width": 1200, "height": 900}
    assert made == whole


def test_tiles_are_files(library: Library, pictures: Path):
    run(library, "index", folders=[str(pictures)], phases=["P"])
    made = run(library, "tile", picture=numbers(library)["야경.jpg"], level=0, x=2, y=1)[1]["payload"]
    assert (made["media_type"], made["width"], made["height"]) == ("image/png", 1200 - 1024, 900 - 512)
    with Image.open(made["path"]) as picture:
        assert picture.size == (made["width"], made["height"])


def test_two_documents_are_compared_layer_by_layer(library: Library, tmp_path: Path):
    folder = tmp_path / "판"
    folder.mkdir()
    layered.document(folder / "a.psd")
    blue = psd.Layer("사각형", layered.flat(layered.BLUE, 10, 8), left=5, top=4, number=layered.SQUARE)
    new = psd.Layer("새 층", layered.flat(layered.RED, 4, 4), number=77)
    background = psd.Layer("바탕", layered.flat(layered.GREY, layered.WIDTH, layered.HEIGHT), number=layered.BACKGROUND)
    layers = [background, psd.Group("그룹", [blue], number=layered.GROUP), new]
    layered.document(folder / "b.psd", layers=layers)
    run(library, "index", folders=[str(folder)], phases=["P"])
    found = numbers(library)
    made = run(library, "diff", a=found["a.psd"], b=found["b.psd"])[1]["payload"]
    assert [one["name"] for one in made["added"]] == ["새 층"]
    assert [one["id"] for one in made["removed"]] == [layered.HIDDEN]
    (renamed,) = made["renamed"]
    assert (renamed["before"], renamed["after"]) == ("배경", "바탕")
    (changed,) = made["changed"]
    assert (changed["name"], changed["what"]) == ("사각형", ["pixels"])
    assert made["moved"] == []
    assert made["picture"]["share"] == 0  # both say that they look green


def test_what_has_no_layers_is_not_compared(library: Library, pictures: Path):
    run(library, "index", folders=[str(pictures)], phases=["P"])
    found = numbers(library)
    with pytest.raises(UnsupportedError):
        run(library, "diff", a=found["문서.psd"], b=found["야경.jpg"])
    with pytest.raises(NotFoundError):
        run(library, "diff", a=found["문서.psd"], b=99)
