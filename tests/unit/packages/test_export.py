"""Writing packages: what is chosen goes along, the file is whole or absent, and no other loses its place."""

from __future__ import annotations

import json
import os
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from fixtures import packaged
from imageparser import _core
from imageparser.errors import CancelledError, DiskFullError, ExistsError, NotFoundError
from imageparser.library import Database, collections, package_out
from imageparser.packages import layout
from imageparser.packages.export import Choice
from imageparser.packages.layout import Chosen

if TYPE_CHECKING:
    from pathlib import Path


def lines(path: Path, name: str) -> list[dict[str, Any]]:
    with zipfile.ZipFile(path) as archive:
        return [json.loads(line) for line in archive.read(name).splitlines()]


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != layout.MANIFEST}


def test_two_exports_of_a_library_are_equal(full: Database, package: Path, tmp_path: Path):
    packaged.write(full, tmp_path / "again.ipkg")
    assert members(tmp_path / "again.ipkg") == members(package)


def test_a_package_is_a_zip_that_any_tool_reads(package: Path):
    with zipfile.ZipFile(package) as archive:
        assert archive.testzip() is None
        assert set(archive.namelist()) >= {layout.MANIFEST, *layout.SHAPES, layout.THUMBNAILS, "vectors/000.f32"}


def test_nothing_is_written_over(full: Database, tmp_path: Path):
    target = tmp_path / "a.ipkg"
    target.write_text("mine")
    with pytest.raises(ExistsError):
        packaged.write(full, target)
    assert target.read_text() == "mine"
    packaged.write(full, target, replace=True)
    assert zipfile.is_zipfile(target)
    (tmp_path / "folder.ipkg").mkdir()
    with pytest.raises(ExistsError):
        packaged.write(full, tmp_path / "folder.ipkg", replace=True)
    with pytest.raises(NotFoundError):
        packaged.write(full, tmp_path / "none" / "a.ipkg")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.ipkg", "folder.ipkg"]


def test_a_cancelled_export_leaves_nothing(full: Database, tmp_path: Path):
    target, token = tmp_path / "a.ipkg", _core.CancelToken()
    target.write_text("mine")
    token.cancel()
    with pytest.raises(CancelledError):
        packaged.write(full, target, replace=True, cancel=token)
    assert [path.name for path in tmp_path.iterdir()] == ["a.ipkg"]
    assert target.read_text() == "mine"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no device that is full")  # noqa: PTH110
def test_a_full_disk_leaves_nothing(full: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The temporary file is a device that is always full."""
    target = tmp_path / "a.ipkg"
    temporary = tmp_path / f"a.ipkg.{os.getpid()}.part"
    monkeypatch.setattr("imageparser.drafts.sweep", lambda *_: temporary.symlink_to("/dev/full"))
    monkeypatch.setattr("pathlib.Path.open", lambda self, mode: open(self, mode.replace("x", "w")))  # noqa: PTH123, SIM115
    with pytest.raises(DiskFullError) as found:
        packaged.write(full, target)
    assert found.value.path == str(target)
    assert list(tmp_path.iterdir()) == []


def test_what_a_kill_left_goes_with_the_next_export(full: Database, tmp_path: Path):
    dead, alive = tmp_path / "a.ipkg.999999999.part", tmp_path / f"a.ipkg.{os.getppid()}.part"
    for path in (dead, alive, tmp_path / "a.ipkg.x.part"):
        path.touch()
    packaged.write(full, tmp_path / "a.ipkg")
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == sorted(["a.ipkg", alive.name, "a.ipkg.x.part"])


def test_a_folder(full: Database, pictures: Path, tmp_path: Path):
    ids = package_out.below(full.read(), str(pictures / "제주 여행"))
    choice = Choice(Chosen(what="folder", text="제주 여행"), ids)
    manifest = packaged.write(full, tmp_path / "a.ipkg", choice=choice)
    paths = [line["path"] for line in lines(tmp_path / "a.ipkg", layout.PICTURES)]
    assert len(paths) == 4
    assert all(path.startswith("제주 여행/봄/") for path in paths)
    assert manifest.counts.presets == 0
    used = {tag for line in lines(tmp_path / "a.ipkg", layout.MARKS) for tag in line.get("tags", ())}
    told = {line["name"]: line["parent"] for line in lines(tmp_path / "a.ipkg", layout.TAGS)}
    assert set(told) >= used
    above = {parent for parent in told.values() if parent is not None}
    assert set(told) == used | above


def test_a_collection_with_those_inside_it(full: Database, tmp_path: Path):
    reader = full.read()
    rows = collections.every(reader)
    outer = next(row for row in rows if any(other.parent_id == row.id for other in rows))
    numbers = collections.below(reader, outer.id)
    chosen = collections.members(reader, numbers)
    choice = Choice(Chosen(what="collection", text=outer.name), chosen, numbers)
    manifest = packaged.write(full, tmp_path / "a.ipkg", choice=choice)
    assert manifest.counts.pictures == len(chosen)
    told = lines(tmp_path / "a.ipkg", layout.COLLECTIONS)
    assert (len(told), told[0]["name"], told[0]["parent"]) == (len(numbers), outer.name, None)


def test_unknown_and_unread_pictures_are_counted(full: Database, tmp_path: Path):
    choice = Choice(Chosen(what="ids"), [1, 2, 99])
    manifest = packaged.write(full, tmp_path / "a.ipkg", choice=choice)
    assert (manifest.counts.pictures, manifest.counts.left_out) == (2, 1)


def test_without_vectors_and_thumbnails_their_phases_are_not_done(full: Database, tmp_path: Path):
    packaged.write(full, tmp_path / "a.ipkg", vectors=False, thumbnails=False)
    done = {entry[0] for line in lines(tmp_path / "a.ipkg", layout.DONE) for entry in line["done"]}
    assert done == {"MC"}
    assert not [name for name in members(tmp_path / "a.ipkg") if name.startswith(("vectors", "thumb"))]


def test_deleted_comments_say_nothing(package: Path):
    thread = [comment for line in lines(package, layout.MARKS) for comment in line.get("comments", ())]
    gone = [comment for comment in thread if comment["deleted_at"] is not None]
    assert gone
    assert all(not comment["body"] and not comment["versions"] for comment in gone)
    assert any(comment["versions"] for comment in thread)


def test_without_notes(full: Database, tmp_path: Path):
    packaged.write(full, tmp_path / "a.ipkg", notes=False)
    told = lines(tmp_path / "a.ipkg", layout.MARKS)
    assert told
    assert not [line for line in told if "note" in line or "comments" in line]


def test_the_columns_of_the_models_are_those_of_the_queries():
    assert tuple(package_out.FACTS) == tuple(layout.lines.Facts.model_fields)
    assert tuple(package_out.LAYER) == tuple(layout.lines.LayerLine.model_fields)
    assert tuple(package_out.CAPTION) == tuple(layout.lines.CaptionLine.model_fields)
