"""The operation `layer_list` over an indexed document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fixtures import layered
from imageparser import Library

if TYPE_CHECKING:
    from pathlib import Path


def test_layers_come_bottom_to_top_with_groups_boxes_and_eyes(tmp_path: Path):
    folder = tmp_path / "문서"
    folder.mkdir()
    layered.document(folder / "그림 원본.psd")
    with Library.open(tmp_path / "library.sqlite") as library:
        library.index([folder], phases=("P",))
        done = library.run("layer_list", {"picture": 1})
    told = [(one["id"], one["path"], one["name"], one["visible"], one["bbox"]) for one in done["payload"]["layers"]]
    assert told == [
        (layered.BACKGROUND, [], "배경", True, [0, 0, 40, 30]),
        (layered.GROUP, [], "그룹", True, [5, 4, 15, 12]),
        (layered.SQUARE, [layered.GROUP], "사각형", True, [5, 4, 15, 12]),
        (layered.HIDDEN, [], "숨은 레이어", False, [20, 10, 40, 30]),
    ]
