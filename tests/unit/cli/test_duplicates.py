"""Groups and plans as people read them."""

from __future__ import annotations

import io
from typing import Any

from rich.console import Console

from imageparser.cli.commands import duplicates


def drawn(draw: Any, answer: dict[str, Any]) -> str:
    out = io.StringIO()
    draw(Console(file=out, width=160, color_system=None), answer)
    return out.getvalue()


ABOUT = {"total": 3, "pictures": 8, "spare": 2_500_000, "notes": ["duplicates_no_vectors"]}
PICTURES = [
    {"id": 4, "kind": "exact", "format": "png", "width": 5, "height": 6, "bytes": 70, "path": "/a/[빨강].png"},
    {"id": 9, "kind": "hash", "format": None, "width": None, "height": None, "bytes": 80, "path": "/a/b\nc.png"},
]


def test_groups_are_drawn_with_what_they_waste():
    text = drawn(duplicates._draw_groups, {**ABOUT, "groups": [{"pictures": PICTURES, "spare": 1_200_000}]})
    assert "1.2 MB" in text
    assert "/a/[빨강].png" in text
    assert "2.5 MB" in text
    assert len([line for line in text.splitlines() if "hash" in line]) == 1


def test_a_plan_names_the_kept_one_and_the_reason():
    lost = {"id": 9, "by": "resolution", "kept": 30, "value": None}
    text = drawn(duplicates._draw_plan, {**ABOUT, "groups": [{"keep": 4, "others": [lost], "pictures": PICTURES}]})
    assert "4: /a/[빨강].png" in text
    assert "resolution" in text


def test_what_was_done_is_told_in_lines():
    moved = {"status": "OK", "source": "/a/1.png", "target": "/b/1.png", "message": None}
    stays = {"status": "SKIP", "source": "/b/2.png", "target": None, "message": "is there already"}
    text = drawn(duplicates._draw_done, {"job": 7, "results": [moved, stays]})
    assert "/a/1.png  -> /b/1.png" in text
    assert "is there already" in text
    assert "7" in text
