"""Projects, piece libraries and styles of SDStudio."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest

from fixtures import pictures, png
from imageparser.archive import presets
from imageparser.errors import UnsupportedError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def read(folder: Path, value: Any, **options: Any) -> presets.Imported:
    path = folder / "project.json"
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return presets.read(path, **options)


def project(*slots: Iterable[Any], library: Any = None, **more: Any) -> dict[str, Any]:
    pieces = [[{"prompt": piece} if isinstance(piece, str) else piece for piece in slot] for slot in slots]
    return {"name": "demo", "scenes": {"pose": {"type": "scene", "slots": pieces}}, "library": library or {}} | more


def tags(found: presets.Imported) -> dict[str, list[str]]:
    return {value.name: list(value.tags) for value in found.values}


def codes(found: presets.Imported) -> list[str]:
    return [problem.code for problem in found.problems]


def library(name: str, *pieces: tuple[str, str] | tuple[str, str, bool]) -> dict[str, Any]:
    entries = [{"name": piece[0], "prompt": piece[1], "multi": len(piece) > 2} for piece in pieces]
    return {"name": name, "version": 1, "pieces": entries}


def test_slots_multiply_and_the_first_turns_slowest(tmp_path: Path):
    off = {"prompt": "lying", "enabled": False}
    found = read(tmp_path, project(["smile", "angry"], ["standing", {"prompt": "sitting", "enabled": True}, off]))
    assert (found.kind, found.variable_name, found.problems) == ("sdstudio", "demo", [])
    assert tags(found) == {
        "pose_1": ["smile", "standing"],
        "pose_2": ["smile", "sitting"],
        "pose_3": ["angry", "standing"],
        "pose_4": ["angry", "sitting"],
    }


def test_one_combination_keeps_the_scenes_name_and_a_missing_enabled_is_on(tmp_path: Path):
    found = read(tmp_path, project(["smile\n미소, |, {{:d}}"], [{"prompt": "hat", "enabled": None}]))
    assert tags(found) == {"pose": ["smile", "미소", ":d", "hat"]}


def test_a_slot_without_an_enabled_piece_is_passed_over_and_told(tmp_path: Path):
    found = read(tmp_path, project(["smile"], [{"prompt": "hat", "enabled": False}], []))
    assert tags(found) == {"pose": ["smile"]}
    assert codes(found) == ["no_enabled", "no_enabled"]
    assert found.problems[0].where == "scenes.pose.slots[1]"


def test_prompts_of_characters_belong_to_their_piece(tmp_path: Path):
    piece = {"prompt": "2girls", "characterPrompts": [{"prompt": "red hair"}, "blue hair"]}
    assert tags(read(tmp_path, project([piece]))) == {"pose": ["2girls", "red hair", "blue hair"]}


def test_library_references_are_followed(tmp_path: Path):
    parts = {"face": library("face", ("happy", "smile, <mouth.open>")), "mouth": library("mouth", ("open", ":d"))}
    found = read(tmp_path, project(["a, < face.happy > , b"], library=parts))
    assert tags(found) == {"pose": ["a", "smile", ":d", "b"]}
    assert found.variables == ["demo", "face", "mouth"]


def test_each_line_of_a_multi_piece_is_an_alternative(tmp_path: Path):
    parts = {"face": library("face", ("any", "smile, :d\n\n<face.sad>", True), ("sad", "tears"))}
    found = read(tmp_path, project(["<face.any>, x"], ["hat", "cap"], library=parts))
    assert list(tags(found).values()) == [
        ["smile", ":d", "x", "hat"], ["smile", ":d", "x", "cap"], ["tears", "x", "hat"], ["tears", "x", "cap"],
    ]  # fmt: skip


def test_the_same_piece_twice_is_no_cycle(tmp_path: Path):
    parts = {"p": library("p", ("one", "<p.leaf>, <p.leaf>"), ("leaf", "leaf"))}
    found = read(tmp_path, project(["<p.one>, <p.leaf>"], library=parts))
    assert (tags(found), found.problems) == ({"pose": ["leaf"]}, [])


def test_a_cycle_is_refused_by_name_and_the_rest_comes_in(tmp_path: Path):
    parts = {"p": library("p", ("a", "<p.b>"), ("b", "x, <q.c>")), "q": library("q", ("c", "<p.a>"))}
    found = read(tmp_path, project(["<p.a>", "y"], library=parts))
    assert tags(found) == {"pose": ["y"]}
    assert codes(found) == ["cycle"]
    assert "p.a > p.b > q.c > p.a" in found.problems[0].message


def test_a_scene_of_which_a_slot_is_lost_is_left_out(tmp_path: Path):
    value = project(["x"], ["<p.a>"], library={"p": library("p", ("a", "<p.a>"))})
    value["scenes"]["other"] = {"slots": [[{"prompt": "y"}]]}
    found = read(tmp_path, value)
    assert tags(found) == {"other": ["y"]}
    assert codes(found) == ["cycle", "left_out"]


def test_an_unknown_reference_is_left_out_and_told(tmp_path: Path):
    found = read(tmp_path, project(["smile, <face.gone>, 1.2::<other>::, >_<, <o>_<o>"]))
    assert codes(found) == ["unknown_reference", "unknown_reference"]
    assert found.values[0].tags[0] == "smile"
    assert ">_<" in found.values[0].tags


def test_a_product_too_large_is_left_out_with_its_size(tmp_path: Path):
    value = project(*(["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"] for _ in range(5)))
    value["scenes"]["small"] = {"slots": [[{"prompt": "x"}]]}
    found = read(tmp_path, value)
    assert tags(found) == {"small": ["x"]}
    assert codes(found) == ["too_many"]
    assert "100,000 values, more than 10,000" in found.problems[0].message


@pytest.mark.parametrize("multi", [False, True])
def test_references_that_explode_are_refused_at_once(tmp_path: Path, *, multi: bool):
    pieces = [("p0", "word, word2\nother" if multi else "word, " * 10)]
    for number in range(1, 40):
        text = f"<l.p{number - 1}>, <l.p{number - 1}>"
        pieces.append((f"p{number}", text))
    entries = [{"name": name, "prompt": prompt, "multi": multi} for name, prompt in pieces]
    found = read(tmp_path, project(["<l.p39>", "y"], library={"l": {"name": "l", "pieces": entries}}))
    assert tags(found) == {"pose": ["y"]}
    assert codes(found) == ["too_many" if multi else "too_large"]


def test_references_nested_without_end_are_refused(tmp_path: Path):
    pieces = [(f"p{number}", f"<l.p{number + 1}>") for number in range(5_000)]
    found = read(tmp_path, project(["<l.p0>", "y"], library={"l": library("l", *pieces)}))
    assert codes(found) == ["too_deep"]


def test_bad_scenes_slots_and_pieces_are_told(tmp_path: Path):
    value = project([7, "ok"], library={"broken": 5, "odd": {"pieces": [3, {"name": "x", "prompt": 8}]}})
    value["scenes"] |= {"none": 5, "flat": {"slots": [{"prompt": "x"}, [{"prompt": "y"}]]}}
    found = read(tmp_path, value)
    assert tags(found) == {"pose": ["ok"], "flat": ["y"]}
    assert set(codes(found)) == {"bad_entry"}
    assert {problem.where for problem in found.problems} == {
        "library.broken", "library.odd.pieces[0]", "library.odd.pieces[1]", "scenes.pose.slots[0][0]", "scenes.none",
        "scenes.flat.slots[0]",
    }  # fmt: skip


NEW = {"name": "face", "version": 1, "pieces": [{"name": "happy", "prompt": "smile, :d", "multi": False}]}
OLD = {"description": "face", "pieces": {"happy": "smile, :d", "rand": "a\nb"}, "multi": {"rand": True}}


def test_a_piece_library_by_itself(tmp_path: Path):
    found = read(tmp_path, NEW)
    assert (found.kind, found.variable_name, tags(found)) == ("pieces", "face", {"happy": ["smile", ":d"]})
    found = read(tmp_path, OLD)
    assert (found.variable_name, tags(found)) == ("face", {"happy": ["smile", ":d"], "rand_1": ["a"], "rand_2": ["b"]})


def test_a_piece_library_refers_to_itself_only(tmp_path: Path):
    value = library("face", ("a", "<face.b>, <else.c>"), ("b", "x"), ("loop", "<face.loop>"), ("b", "second"))
    found = read(tmp_path, value)
    assert tags(found) == {"a": ["x"], "b": ["x"]}
    assert [code for code in codes(found) if code != "duplicate_tags"] == [
        "duplicate_name",
        "unknown_reference",
        "cycle",
    ]


def test_libraries_and_styles_of_a_project_are_variables_of_their_own(tmp_path: Path):
    styles = {"SDImageGenEasy": [{"name": "ink", "frontPrompt": "ink, <face.happy>", "backPrompt": "best quality"}]}
    value = project(["x"], library={"face": NEW}, presets=styles)
    assert read(tmp_path, value).variables == ["demo", "face", "styles"]
    assert tags(read(tmp_path, value, variable="face")) == {"happy": ["smile", ":d"]}
    found = read(tmp_path, value, variable="styles")
    assert tags(found) == {"ink": ["ink", "smile", ":d", "best quality"]}


def test_a_project_without_scenes_gives_what_it_has(tmp_path: Path):
    found = read(tmp_path, {"name": "demo", "scenes": {}, "library": {"face": NEW}})
    assert (found.variable_name, tags(found)) == ("face", {"happy": ["smile", ":d"]})


STYLE = {"name": "ink", "frontPrompt": "ink, sketch", "backPrompt": "best quality", "uc": "lowres"}


@pytest.mark.parametrize(
    "styles",
    [
        {"SDImageGenEasy": [STYLE]},
        {"SDImageGen": [STYLE]},
        {"ink": {"frontPrompt": "ink, sketch", "backPrompt": "best quality"}},
        [STYLE | {"type": "style"}],
    ],
)
def test_every_shape_of_styles(tmp_path: Path, styles: Any):
    found = read(tmp_path, {"name": "styles", "presets": styles})
    assert (found.kind, found.variable_name) == ("style", "styles")
    assert tags(found) == {"ink": ["ink", "sketch", "best quality"]}


def test_what_is_no_style_is_told(tmp_path: Path):
    found = read(tmp_path, {"presets": {"SDImageGen": [STYLE, 5, {"name": "empty"}], "note": "text"}})
    assert tags(found) == {"ink": ["ink", "sketch", "best quality"]}
    assert codes(found) == ["bad_entry"] * 3


def style_picture(path: Path, text: str, keyword: str = "tEXt") -> Path:
    return png.write(path, pictures.scene(16, 16), color=png.RGB, before=[png.text(keyword, text)])


def test_a_style_inside_a_picture(tmp_path: Path):
    style = STYLE | {"type": "SDImageGenEasy", "name": "그림체", "frontPrompt": "먹, sketch"}
    data = base64.b64encode(json.dumps(style, ensure_ascii=False).encode()).decode()
    found = presets.read(style_picture(tmp_path / "그림체.png", "json:" + data))
    assert (found.kind, found.variable_name) == ("style", None)
    assert tags(found) == {"그림체": ["먹", "sketch", "best quality"]}


def test_a_picture_without_a_style_or_with_a_broken_one_is_refused(tmp_path: Path):
    with pytest.raises(UnsupportedError, match="a picture that carries no style"):
        presets.read(style_picture(tmp_path / "a.png", "plain"))
    with pytest.raises(Exception, match="failed to read json"):
        presets.read(style_picture(tmp_path / "b.png", "json:AAAA"))
    with pytest.raises(Exception, match="failed to read json"):
        presets.read(style_picture(tmp_path / "c.png", "json:A"))
    (tmp_path / "d.png").write_bytes(png.SIGNATURE + b"rest")
    with pytest.raises(Exception, match=r"failed to read json|no style"):
        presets.read(tmp_path / "d.png")
