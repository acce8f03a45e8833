"""Settings: whatever is taken is read back the same and leaves the rest of the file alone; anything else is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from imageparser import settings_table
from imageparser.errors import ImageParserError
from imageparser.settings import load_settings

if TYPE_CHECKING:
    from pathlib import Path

OWN = "# 내 설정\nunknown: {a: 1}   # mine\nscan:\n  # below\n  hidden: false\nzebra: 3\n"
QUIET = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
KEYS = sorted(settings_table.table())
LINES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=30)
ANY = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.lists(st.text(max_size=8) | st.integers(), max_size=3)
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "설정.yaml"


def kept(path: Path) -> bool:
    text = path.read_text(encoding="utf-8")
    values = yaml.safe_load(text)
    comments = all(word in text for word in ("# 내 설정", "# mine", "# below"))
    return comments and values["unknown"] == {"a": 1} and values["zebra"] == 3


@QUIET
@given(word=LINES, exclude=st.lists(LINES, max_size=4), workers=st.integers(0, (1 << 53) - 1))
@example(word="off", exclude=["no", "- a", "{x", "a: b # c", "'", '"', "\ufeff", "\U0001f600"], workers=0)
def test_what_is_taken_is_read_back(path: Path, word: str, exclude: list[str], workers: int):
    path.write_text(OWN, encoding="utf-8")
    settings_table.change({"models.captions.model": word, "scan.exclude": exclude, "pipeline.workers": workers}, path)
    found = load_settings(path)
    assert (found.models.captions.model, list(found.scan.exclude), found.pipeline.workers) == (word, exclude, workers)
    assert kept(path)
    settings_table.change({"models.captions.model": None, "scan.exclude": None, "pipeline.workers": None}, path)
    rows = {row["key"]: row["source"] for row in settings_table.rows(path)}
    assert {key for key, source in rows.items() if source == "file"} == {"scan.hidden"}
    assert kept(path)


@QUIET
@given(key=st.sampled_from(KEYS), value=ANY)
def test_any_value_is_taken_whole_or_refused(path: Path, key: str, value: Any):
    path.write_text(OWN, encoding="utf-8")
    refused = ""
    try:
        settings_table.change({key: value}, path)
    except ImageParserError as error:
        refused = error.message
    if refused:
        assert key in refused
        assert path.read_text(encoding="utf-8") == OWN
        return
    assert kept(path)
    row = next(one for one in settings_table.rows(path) if one["key"] == key)
    expected = row["default"] if value is None else bool(value) if row["kind"] == "secret" else value
    assert row["value"] == expected
