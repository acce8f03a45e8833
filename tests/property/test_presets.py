"""Any JSON at all is either a preset or refused, and what comes out can be sent and stored."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from imageparser.archive import presets
from imageparser.archive.presets.references import Piece, References
from imageparser.errors import ImageParserError

MEMBERS = (
    *("name", "scenes", "scenePrompt", "scene_name", "scene_prompt", "slots", "prompt", "enabled", "library", "pieces"),
    *("multi", "description", "presets", "frontPrompt", "backPrompt", "variables", "values", "tags", "SDImageGen"),
)
TEXTS = st.sampled_from(["", " ", "a, {b}", "<a.a>", "<a.b>, <b.a>", "1.2::x::", "한글\ud800", "\0", "a\nb", "|", "::"])
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS
KEYS = st.sampled_from((*MEMBERS, "a", "b", ""))
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5))


@given(VALUES, st.sampled_from([None, "a", ""]))
@settings(deadline=None, max_examples=400)
def test_any_json_is_read_or_refused(value: Any, variable: str | None):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "p.json"
        path.write_text(json.dumps(value), encoding="utf-8")
        try:
            found = presets.read(path, variable=variable)
        except ImageParserError:
            return
    json.dumps(found.payload(), ensure_ascii=False).encode("utf-8")
    assert all(value.name.strip() == value.name != "" for value in found.values)
    assert all(tag.strip() for value in found.values for tag in value.tags)


NAMES = st.sampled_from("abcdef")
PROMPTS = st.lists(NAMES.map(lambda name: f"<l.{name}>") | NAMES, max_size=4).map(", ".join)


@given(st.dictionaries(NAMES, st.tuples(PROMPTS, st.booleans()), max_size=6), PROMPTS)
@settings(deadline=None)
def test_references_end_and_none_of_them_is_left(prompts: dict[str, tuple[str, bool]], prompt: str):
    pieces = {name: Piece(text, multi, name) for name, (text, multi) in prompts.items()}
    into = presets.Collector()
    for text in References({"l": pieces}).alternatives(prompt, "here", into):
        assert "<" not in text
    assert {problem.code for problem in into.problems} <= {"cycle", "unknown_reference", "too_many", "too_large"}
