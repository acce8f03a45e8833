"""Pictures over HTTP: thumbnails, previews with layers switched, tiles, and what is brought in."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from fixtures import layered, photo, psd
from imageparser.previews import TILE

if TYPE_CHECKING:
    from fixtures.serving import Visitor
    from imageparser import Library


def pixels(body: bytes) -> np.ndarray:
    with Image.open(io.BytesIO(body)) as picture:
        return np.asarray(picture.convert("RGBA"))


def test_thumbnails_are_served_by_digest_and_may_be_kept(guest: Visitor, library: Library, numbers: dict[str, int]):
    digest = library.picture(numbers[".psd"])["digest"]
    answer = guest.get(f"/thumb/{digest}.webp")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "image/webp")
    assert "immutable" in answer.headers["Cache-Control"]
    assert pixels(answer.body).shape == (layered.HEIGHT, layered.WIDTH, 4)
    head = guest.get(f"/thumb/{digest}.webp", method="HEAD")
    assert (head.status, head.body, head.headers["Content-Length"]) == (200, b"", str(len(answer.body)))


@pytest.mark.parametrize(
    ("query", "switched"),
    [
        ("hidden={square}", {"hidden": (layered.SQUARE,)}),
        ("hidden={background},{group}", {"hidden": (layered.BACKGROUND, layered.GROUP)}),
        ("shown={blue}", {"shown": (layered.HIDDEN,)}),
        ("only={square}", {"hidden": (layered.BACKGROUND,)}),
    ],
)
def test_layers_follow_their_switches(guest: Visitor, numbers: dict[str, int], query: str, switched: dict):
    names = {"square": layered.SQUARE, "group": layered.GROUP, "background": layered.BACKGROUND, "blue": layered.HIDDEN}
    answer = guest.get(f"/preview/{numbers['.psd']}?{query.format(**names)}")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "image/bmp")
    np.testing.assert_array_equal(pixels(answer.body), layered.expected(**switched))


def test_a_part_is_cut_out(guest: Visitor, numbers: dict[str, int]):
    whole = layered.expected(hidden=(layered.SQUARE,))
    answer = guest.get(f"/preview/{numbers['.psd']}?hidden={layered.SQUARE}&region=4,2,20,12")
    np.testing.assert_array_equal(pixels(answer.body), whole[2:12, 4:20])
    half = pixels(guest.get(f"/preview/{numbers['야경.jpg']}?region=100,200,500,400&size=200").body)
    assert half.shape[:2] == (100, 200)


@pytest.mark.parametrize("layer", [layered.SQUARE, layered.GROUP])
def test_a_layer_alone_is_cut_to_its_box(guest: Visitor, numbers: dict[str, int], layer: int):
    answer = guest.get(f"/preview/{numbers['.psd']}?only={layer}&crop=1&size=64")
    made = pixels(answer.body)
    assert made.shape == (8, 10, 4)
    assert (made == (*layered.RED, 255)).all()


def test_layers_are_drawn_though_none_is_switched(guest: Visitor, numbers: dict[str, int]):
    made = pixels(guest.get(f"/preview/{numbers['.psd']}?layers=1").body)
    np.testing.assert_array_equal(made, layered.expected())


def test_a_difference_is_black_where_both_are_alike(guest: Visitor, numbers: dict[str, int]):
    item = numbers[".psd"]
    same = pixels(guest.get(f"/preview/{item}?against={item}").body)
    assert same.shape == (layered.HEIGHT, layered.WIDTH, 4)
    assert (same == (0, 0, 0, 255)).all()
    other = pixels(guest.get(f"/preview/{item}?against={numbers['야경.jpg']}&size=300").body)
    assert other.shape[:2] == (225, 300)
    assert other[..., :3].any()
    assert guest.get(f"/preview/{item}?against=99").status == 404


def test_a_document_without_switches_shows_what_its_writer_stored(guest: Visitor, numbers: dict[str, int]):
    assert tuple(pixels(guest.get(f"/preview/{numbers['.psd']}").body)[10, 10]) == (0, 200, 0, 255)


def test_previews_are_reduced_by_a_whole_factor(guest: Visitor, numbers: dict[str, int]):
    small = pixels(guest.get(f"/preview/{numbers['야경.jpg']}?size=500").body)
    assert small.shape[:2] == (450, 600)
    assert pixels(guest.get(f"/preview/{numbers['.psd']}?size=4000").body).shape[:2] == (layered.HEIGHT, layered.WIDTH)


def test_a_picture_that_browsers_know_is_served_as_it_is(guest: Visitor, library: Library, numbers: dict[str, int]):
    item = numbers["야경.jpg"]
    answer = guest.get(f"/preview/{item}")
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.body == Path(library.picture(item)["path"]).read_bytes()


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("size=0", 400),
        ("size=many", 400),
        ("size=1,2", 400),
        ("hidden=a", 400),
        ("hidden=-1", 400),
        ("only=1,2", 400),
        ("only=99", 400),
        ("size=9999999999", 400),
        ("region=1,2,3", 400),
        ("region=0,0,9999,9999", 400),
        ("region=5,5,5,9", 400),
        ("only=99&crop=1", 400),
    ],
)
def test_wrong_questions_are_told(guest: Visitor, numbers: dict[str, int], query: str, status: int):
    answer = guest.get(f"/preview/{numbers['.psd']}?{query}")
    assert (answer.status, json.loads(answer.body)["error"]["code"]) == (status, "usage")


def test_tiles_make_up_each_level(guest: Visitor, library: Library, numbers: dict[str, int]):
    item = numbers["야경.jpg"]
    with Image.open(library.picture(item)["path"]) as picture:
        whole = np.asarray(picture.convert("RGBA"))
    rows = [[pixels(guest.get(f"/tile/{item}/0/{x}_{y}").body) for x in range(3)] for y in range(2)]
    assert rows[0][0].shape[:2] == (TILE, TILE)
    made = np.vstack([np.hstack(row) for row in rows])
    assert made.shape == whole.shape
    assert np.abs(made.astype(int) - whole).max() <= 2  # two decoders of JPEG
    half = pixels(guest.get(f"/tile/{item}/1/0_0").body)
    assert half.shape[:2] == (450, TILE)
    assert guest.get(f"/tile/{item}/0/3_0").status == 404
    assert guest.get(f"/tile/{item}/0/0_99999").status == 404
    assert guest.get(f"/tile/{item}/99/0_0").status == 400


def test_a_tile_is_asked_for_again_and_sent_once(guest: Visitor, numbers: dict[str, int]):
    path = f"/tile/{numbers['.psd']}/0/0_0"
    first = guest.get(path)
    assert first.headers["Content-Type"] == "image/png"
    again = guest.get(path, If_None_Match=first.headers["ETag"])
    assert (again.status, again.body) == (304, b"")


def test_a_file_that_is_gone_is_told(library: Library, guest: Visitor, tmp_path: Path):
    folder = tmp_path / "gone"
    folder.mkdir()
    paths = {photo.jpeg(folder / "a.jpg", 64, 48): "", layered.document(folder / "b.psd", opacity=77): "?hidden=11"}
    library.index(folder, phases=["P"])
    found = {one["path"]: one["id"] for one in library.find("", top=20)["results"]}
    for path, query in paths.items():
        path.unlink()
        answer = guest.get(f"/preview/{found[str(path)]}{query}")
        assert (answer.status, json.loads(answer.body)["error"]["code"]) == (404, "not_found")


def test_a_dropped_picture_is_kept_for_a_search(guest: Visitor, tmp_path: Path):
    body = photo.jpeg(tmp_path / "outside.jpg", 320, 200).read_bytes()
    answer = guest.get("/upload", method="POST", body=body, Origin=guest.origin)
    told = json.loads(answer.body)
    assert (told["format"], told["width"], told["height"]) == ("jpeg", 320, 200)
    assert Path(told["path"]).read_bytes() == body


@pytest.mark.parametrize("body", [b"", b"MZ no picture", b"<svg onload='x'/>"])
def test_what_is_no_picture_is_not_kept(guest: Visitor, body: bytes):
    answer = guest.get("/upload", method="POST", body=body, Origin=guest.origin)
    told = json.loads(answer.body)["error"]
    assert answer.status >= 400
    assert told["code"] in ("unsupported", "corrupt")
    assert told["path"] is None


def test_a_file_of_json_is_kept_as_it_is(guest: Visitor):
    body = '{"name": "감정", "variables": []}'.encode()
    answer = guest.get("/upload", method="POST", body=body, Origin=guest.origin, Content_Type="application/json")
    told = json.loads(answer.body)
    assert list(told) == ["path"]
    assert Path(told["path"]).read_bytes() == body


def test_only_the_latest_are_kept(guest: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("imageparser.server.uploads.KEPT", 2)
    body = photo.jpeg(tmp_path / "a.jpg", 32, 32).read_bytes()
    paths = [
        Path(json.loads(guest.get("/upload", method="POST", body=body, Origin=guest.origin).body)["path"])
        for _ in range(4)
    ]
    assert [path.exists() for path in paths] == [False, False, True, True]


def test_a_large_upload_is_refused_while_it_comes(guest: Visitor, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("imageparser.server.uploads.LARGEST", 1000)
    answer = guest.get("/upload", method="POST", body=b"x" * 5000, Origin=guest.origin)
    assert (answer.status, json.loads(answer.body)["error"]["code"]) == (413, "too_large")


def test_a_document_is_opened_once(guest: Visitor, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    layers = [psd.Layer(f"층 {n}", layered.flat((n * 20, 10, 10), 40, 30), number=n + 1) for n in range(5)]
    folder = tmp_path / "kept"
    folder.mkdir()
    path = layered.document(folder / "kept.psd", layers=layers)
    library.index(folder, phases=["P"])
    item = next(one["id"] for one in library.find("", top=20)["results"] if one["path"] == str(path))
    first = pixels(guest.get(f"/preview/{item}?hidden=5").body)
    assert tuple(first[0, 0]) == (60, 10, 10, 255)
    monkeypatch.setattr("imageparser.previews._core.Document", None)
    second = pixels(guest.get(f"/preview/{item}?hidden=5,4").body)
    assert tuple(second[0, 0]) == (40, 10, 10, 255)
