from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from imageparser.models.cache import ArrayCache

if TYPE_CHECKING:
    from pathlib import Path

SET = {"a": np.arange(6, dtype=np.float32).reshape(2, 3), "b": np.array([1, 2], np.int64)}


class Builder:
    """Counts how often a set had to be made."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self) -> dict[str, Any]:
        self.calls += 1
        return SET


def check(found: dict[str, Any]) -> None:
    assert set(found) == set(SET)
    for name, array in SET.items():
        assert np.array_equal(found[name], array)
        assert found[name].dtype == array.dtype


def test_a_set_is_made_once_and_then_mapped(tmp_path: Path) -> None:
    build = Builder()
    for _ in range(3):
        found = ArrayCache(tmp_path / "deep" / "folder").load("one", build)
        check(found)
        assert isinstance(found["a"], np.memmap)
    assert build.calls == 1
    assert [path.name for path in (tmp_path / "deep" / "folder").iterdir()] == ["one"]


@pytest.mark.parametrize("damage", ["cut", "empty", "missing", "seal", "other", "garbage seal", "foreign"])
def test_a_damaged_set_is_made_again(tmp_path: Path, damage: str) -> None:
    build = Builder()
    ArrayCache(tmp_path).load("one", build)
    file, seal = tmp_path / "one" / "a.npy", tmp_path / "one" / "complete"
    match damage:
        case "cut":
            file.write_bytes(file.read_bytes()[:-5])
        case "empty":
            file.write_bytes(b"")
        case "missing":
            file.unlink()
        case "seal":
            seal.unlink()
        case "other":
            np.save(file, np.zeros(99))
        case "garbage seal":
            seal.write_bytes(b"\xff\xfe\n\n")
        case "foreign":
            shutil.rmtree(tmp_path / "one")
            (tmp_path / "one").mkdir()
            (tmp_path / "one" / "x").write_text("not ours", encoding="utf-8")
    check(ArrayCache(tmp_path).load("one", build))
    check(ArrayCache(tmp_path).load("one", build))
    assert build.calls == 2


def test_where_nothing_can_be_written_the_arrays_stay_in_memory(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder", encoding="utf-8")
    build = Builder()
    check(ArrayCache(blocked / "cache").load("one", build))
    check(ArrayCache(blocked / "cache").load("one", build))
    assert build.calls == 2
    assert "kept in memory" in caplog.text


def test_a_full_disk_leaves_no_half_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "save", full)
    check(ArrayCache(tmp_path).load("one", Builder()))
    assert list(tmp_path.iterdir()) == []


def test_many_makers_at_once_end_with_one_set(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(lambda _: ArrayCache(tmp_path).load("one", Builder()), range(24)):
            check(found)
    assert [path.name for path in tmp_path.iterdir()] == ["one"]
