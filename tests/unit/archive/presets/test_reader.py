"""Each kind of preset file, from the bytes on disk to one variable."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest

from imageparser import _core
from imageparser.archive import presets
from imageparser.archive.presets import model
from imageparser.errors import CancelledError, ImageParserError, UnsupportedError, UsageError

if TYPE_CHECKING:
    from pathlib import Path


def read(folder: Path, value: Any, **options: Any) -> presets.Imported:
    path = folder / "프리셋.json"
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return presets.read(path, **options)


def tags(found: presets.Imported) -> dict[str, list[str]]:
    return {value.name: list(value.tags) for value in found.values}


def codes(found: presets.Imported) -> list[str]:
    return [problem.code for problem in found.problems]


def test_scenes_of_nais(tmp_path: Path):
    scenes = [
        {
            "name": "happy",
            "scenePrompt": "{smile}, 1.2::open mouth::",
            "id": "1",
            "images": ["data:image/png;base64,AA"],
        },
        {"name": "슬픔", "scenePrompt": "[[tears]]\n눈물"},
    ]
    found = read(tmp_path, {"name": "emotion", "scenes": scenes})
    assert (found.kind, found.variable_name, found.problems) == ("nais", "emotion", [])
    assert tags(found) == {"happy": ["smile", "open mouth"], "슬픔": ["tears", "눈물"]}


def test_several_scene_presets_in_one_file(tmp_path: Path):
    value = [{"name": "a", "scenes": [{"name": "x", "scenePrompt": "t"}]}, {"name": "b", "scenes": [{"name": "y"}]}]
    assert tags(read(tmp_path, value)) == {"x": ["t"]}
    second = read(tmp_path, value, variable="b")
    assert (second.variable_name, second.variables, tags(second)) == ("b", ["a", "b"], {"y": []})


def test_the_older_list_of_nais(tmp_path: Path):
    found = read(tmp_path, [{"scene_name": "happy", "scene_prompt": "smile, :d"}, {"scene_prompt": "tears"}])
    assert (found.kind, found.variable_name) == ("nais", None)
    assert tags(found) == {"happy": ["smile", ":d"], "Untitled": ["tears"]}
    assert codes(found) == ["blank_name"]


def test_blank_names_are_replaced_and_bad_entries_told(tmp_path: Path):
    scenes = [{"name": "  ", "scenePrompt": "a"}, {"scenePrompt": "b"}, 7, {"name": "z", "scenePrompt": ["c"]}]
    found = read(tmp_path, {"name": "n", "scenes": scenes})
    assert tags(found) == {"Untitled": ["a"], "Untitled 2": ["b"], "z": []}
    assert codes(found) == ["blank_name", "blank_name", "bad_entry", "bad_entry", "no_tags"]
    assert found.problems[2].where == "scenes[2]"


def test_names_are_composed_on_one_line_and_without_half_characters(tmp_path: Path):
    name = unicodedata.normalize("NFD", "표정") + "\n\t하나\x00"
    path = tmp_path / "p.json"
    path.write_text(
        json.dumps({"scenes": [{"name": name, "scenePrompt": "a"}, {"name": "\ud83d", "scenePrompt": "b\udc00c"}]})
    )
    found = presets.read(path)
    assert found.values[0].name == "표정 하나"
    json.dumps(found.payload(), ensure_ascii=False).encode("utf-8")


def test_suppressed_tags_are_no_tags(tmp_path: Path):
    found = read(tmp_path, [{"scene_name": "s", "scene_prompt": "smile, -0.8::feet::, 0::hat::, rating:general"}])
    assert tags(found) == {"s": ["smile", "rating:general"]}
    assert codes(found) == ["suppressed"]
    assert "feet, hat" in found.problems[0].message


def test_a_choice_of_the_drawing_tool_is_told(tmp_path: Path):
    prompt = "red/blue, (sitting, standing/lying), fate/grand order, :/, http://a/b, hug (a, b)"
    found = read(tmp_path, [{"scene_name": "s", "scene_prompt": prompt}])
    told = [problem.message for problem in found.problems if problem.code == "choice"]
    assert len(told) == 2
    assert "'(sitting, standing/lying)'" in told[0]
    assert "'red/blue'" in told[1]


def test_fragments(tmp_path: Path):
    found = read(tmp_path, [{"name": "sky", "prompt": "blue sky, cloud"}, {"name": "odd"}, {"prompt": "x"}])
    assert (found.kind, found.variable_name) == ("fragments", None)
    assert tags(found) == {"sky": ["blue sky", "cloud"], "Untitled": ["x"]}
    assert codes(found) == ["bad_entry", "blank_name"]


def test_our_own_template_offers_each_variable(tmp_path: Path):
    template = {
        "name": "main",
        "variables": [
            {"name": "인물", "values": [{"name": "유이나", "tags": ["long_hair", "Long Hair", " "]}]},
            {
                "key": "emotion",
                "values": [{"display_name": "sad", "tags": "tears, {cry}"}, {"name": "bad", "tags": [1]}],
            },
            {"name": "broken"},
        ],
    }
    found = read(tmp_path, template)
    assert (found.kind, found.variable_name) == ("template", "인물")
    assert found.variables == ["인물", "emotion", "broken"]
    assert tags(found) == {"유이나": ["long_hair"]}
    assert tags(read(tmp_path, template, variable="emotion")) == {"sad": ["tears", "cry"], "bad": []}
    with pytest.raises(UsageError, match=r"^unknown variables: nobody$"):
        read(tmp_path, template, variable="nobody")


def test_our_own_preset(tmp_path: Path):
    found = read(tmp_path, {"name": "p", "variable_name": "emotion", "values": [{"name": "a", "tags": ["t"]}]})
    assert (found.variable_name, tags(found)) == ("emotion", {"a": ["t"]})


def test_names_and_tags_that_get_into_each_others_way_are_told(tmp_path: Path):
    prompts = [("a", "x, y"), ("a", "Y, X"), ("b", "x"), ("c", "z")]
    found = read(tmp_path, [{"scene_name": name, "scene_prompt": prompt} for name, prompt in prompts])
    assert [value.name for value in found.values] == ["a", "a", "b", "c"]
    assert codes(found) == ["duplicate_name", "duplicate_tags", "subset"]
    assert "'b' are part of those of 'a'" in found.problems[2].message


@pytest.mark.parametrize(
    ("value", "looks"),
    [
        ({}, "an object"),
        ([], "an empty list"),
        ([1, "a"], "a list"),
        ("text", "a str"),
        (None, "a NoneType"),
        ({"nodes": [], "links": []}, "ComfyUI workflow"),
        ({"3": {"class_type": "KSampler", "inputs": {}}}, "ComfyUI workflow"),
        ({"body": "{}", "headers": {}}, "NovelAI request"),
        ({"prompt": "a", "uc": "b", "steps": 28}, "NovelAI picture record"),
    ],
)
def test_other_files_are_refused_by_what_they_look_like(tmp_path: Path, value: Any, looks: str):
    with pytest.raises(UnsupportedError, match=rf"^unsupported preset format: {looks}"):
        read(tmp_path, value)


def test_a_file_of_which_nothing_comes_in_is_refused_with_the_reason(tmp_path: Path):
    with pytest.raises(UnsupportedError, match=r"scenes\[0\]: a scene is an object"):
        read(tmp_path, {"scenes": [5]})


def test_values_and_problems_are_bounded(tmp_path: Path):
    found = read(tmp_path, [{"scene_name": str(number), "scene_prompt": f"t{number}"} for number in range(10_050)])
    assert len(found.values) == model.MOST_VALUES
    assert codes(found) == ["too_many"] * 50
    assert "stands for one value, with 10,000 others, more than 10,000" in found.problems[0].message
    blank = read(tmp_path, [{"scene_prompt": f"t{number}"} for number in range(1_050)])
    assert len(blank.problems) == model.MOST_PROBLEMS + 1
    assert blank.problems[-1] == presets.Problem("more", "", "50 further problems are not listed")


def test_a_prompt_longer_than_any_is_left_out(tmp_path: Path):
    found = read(tmp_path, [{"scene_name": "s", "scene_prompt": "a," * model.MOST_TEXT}, {"scene_name": "t"}])
    assert codes(found) == ["too_large", "no_tags", "no_tags"]


def test_an_import_can_be_cancelled(tmp_path: Path):
    token = _core.CancelToken()
    token.cancel()
    with pytest.raises(CancelledError):
        read(tmp_path, [{"scene_name": "s", "scene_prompt": "a"}], cancel=token)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", "not_json"),
        (b"{", "not_json"),
        (b"\xff\xfe\x00", "not_json"),
        (b"[" * 200_000, "nested"),
    ],
)
def test_what_is_no_json_is_an_error(tmp_path: Path, data: bytes, error: str):
    path = tmp_path / "p.json"
    path.write_bytes(data)
    with pytest.raises(ImageParserError, match=r"^failed to read json: ") as told:
        presets.read(path)
    assert (error == "nested") == ("nested too deeply" in str(told.value))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
def test_byte_order_marks_are_tolerated(tmp_path: Path, encoding: str):
    path = tmp_path / "p.json"
    path.write_bytes(json.dumps([{"scene_name": "기쁨", "scene_prompt": "미소"}], ensure_ascii=False).encode(encoding))
    assert tags(presets.read(path)) == {"기쁨": ["미소"]}


def test_missing_files_folders_and_huge_files_are_errors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(ImageParserError, match="no such file") as told:
        presets.read(tmp_path / "없음.json")
    assert told.value.code == "not_found"
    with pytest.raises(ImageParserError, match="not a file"):
        presets.read(tmp_path)
    monkeypatch.setattr("imageparser.archive.presets.source.MOST_BYTES", 10)
    with pytest.raises(ImageParserError, match=r"^failed to read json: larger than") as told:
        read(tmp_path, ["a" * 20])
    assert told.value.code == "too_large"
