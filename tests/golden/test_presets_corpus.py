"""Every preset of the corpus: projects come in with the counts that were counted by hand, other files are refused."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from imageparser.archive import presets
from imageparser.errors import UnsupportedError

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.corpus

REFUSED = {"ComfyUI workflow": "ComfyUI workflow", "NovelAI recorded request": "NovelAI request"}


def rows(corpus: Path) -> list[dict[str, str]]:
    with (corpus / "presets" / "EXPECTED.tsv").open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table, delimiter="\t"))


def test_every_file_is_expected(corpus: Path):
    folder = corpus / "presets"
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*.json")}
    assert there == {row["file"] for row in rows(corpus)}


def test_files_of_other_kinds_are_refused_by_name(corpus: Path):
    refused = [row for row in rows(corpus) if row["kind"] in REFUSED]
    assert len(refused) >= 5
    for row in refused:
        with pytest.raises(UnsupportedError) as told:
            presets.read(corpus / "presets" / row["file"])
        assert str(told.value) == f"unsupported preset format: {REFUSED[row['kind']]}", row["file"]


def test_projects_come_in_whole(corpus: Path):
    projects = [row for row in rows(corpus) if row["kind"] == "SDStudio project"]
    assert projects
    for row in projects:
        path = corpus / "presets" / row["file"]
        scenes = presets.read(path)
        assert (scenes.kind, scenes.variable_name) == ("sdstudio", row["name"])
        bases = {value.name.rpartition("_")[0] if value.name[-1].isdigit() else value.name for value in scenes.values}
        assert len(bases) == int(row["scenes"])
        assert all(value.tags for value in scenes.values)
        assert {problem.code for problem in scenes.problems} <= {"subset", "duplicate_tags"}
        groups = [name for name in scenes.variables if name not in {row["name"], "styles"}]
        pieces = [presets.read(path, variable=name).values for name in groups]
        assert sum(map(len, pieces)) == int(row["library_pieces"])
        assert len(presets.read(path, variable="styles").values) == int(row["presets_or_nodes"])
        assert not any("<" in tag and "." in tag for value in scenes.values for tag in value.tags)


def test_references_of_the_example_stand_for_their_pieces(corpus: Path):
    found = presets.read(corpus / "presets" / "SDStudio" / "basic_example.json")
    values = {value.name: value.tags for value in found.values}
    assert [name for name in values if name.startswith("complex_example")] == [
        f"complex_example_{number}" for number in range(1, 7)
    ]
    assert values["complex_example_1"] == (
        "happy", ":o", "open mouth", "smile", "standing", "arms at side", "looking at viewer",
    )  # fmt: skip
    assert values["complex_example_6"][-2:] == ("arms on own breasts", "looking at viewer")


def test_styles_inside_pictures(corpus: Path):
    folder = corpus / "png_meta" / "SDStudio" / "styles"
    found = {path.name: presets.read(path) for path in sorted(folder.glob("*.png"))}
    assert {name: [value.name for value in style.values] for name, style in found.items()} == {
        "깔끔.png": ["깔끔"],
        "애니스타일.png": ["애니스타일"],
    }
    assert all(style.kind == "style" and len(style.values[0].tags) >= 10 for style in found.values())
    assert "muji (uimss)" in found["깔끔.png"].values[0].tags


def test_a_picture_that_carries_no_style_is_refused(corpus: Path):
    with pytest.raises(UnsupportedError, match="a picture that carries no style"):
        presets.read(corpus / "png_meta" / "sd-metadata" / "png" / "novelai-full.png")
