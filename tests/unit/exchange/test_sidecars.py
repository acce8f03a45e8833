"""Sidecars and the library: what either says since they last met comes together, and nothing is lost."""

from __future__ import annotations

import os
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest

from fixtures import xmp
from imageparser.errors import ChangedError
from imageparser.exchange import files as beside
from imageparser.exchange import sidecars as writing
from imageparser.exchange.sidecars import State
from imageparser.intake import sidecars as intake
from imageparser.library import edits, marks, sidecars, tag_tree, tags
from imageparser.text import key_of
from imageparser.xmp.packet import Packet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from imageparser import Library

LATER = 4_000_000_000_000_000_000  # nanoseconds: after every edit of a test


def index(library: Library, folder: Path, *phases: str) -> dict[str, Any]:
    return dict(library.index([folder], phases=phases or ("P",))["sidecars"])


def item(library: Library, path: Path) -> int:
    return int(library.database.read().value("SELECT id FROM files WHERE key = ?", (key_of(path),)))


def edit(library: Library, work: Callable[[Any], Any], now: int = 5) -> None:
    library.database.write(lambda tx: edits.record(tx, "test", {}, lambda: work(tx), now))


def own(library: Library, number: int) -> tuple[int | None, str | None, set[str]]:
    found = sidecars.own(library.database.read(), [number])[number]
    return found.rating, found.label, set(found.tags)


def write(library: Library, *numbers: int, **options: Any) -> list[State]:
    return [one.state for one in writing.write(library.database, numbers, **options)]


def test_a_sidecar_comes_into_the_library(library: Library, folder: Path):
    (folder / "a.png.xmp").write_text(xmp.LIGHTROOM, encoding="utf-8")
    (folder / "b.xmp").write_text(xmp.DIGIKAM, encoding="utf-8")
    assert index(library, folder) == {"read": 2, "changed": 2, "failed": []}
    a, b = item(library, folder / "a.png"), item(library, folder / "b.png")
    assert own(library, a) == (4, "red", {"고양이", "night & rain"})
    assert own(library, b) == (2, "blue", {"서울"})
    reader = library.database.read()
    assert tag_tree.get(reader, "고양이").parent == "동물"
    assert [row["path"] for row in library.find("tag:동물")["results"]] == [str(folder / "a.png")]
    assert [row["path"] for row in library.find('"rainy night"')["results"]] == [str(folder / "a.png")]
    assert index(library, folder) == {"read": 0, "changed": 0, "failed": []}


def test_the_own_name_counts_before_the_shared_one(library: Library, folder: Path):
    (folder / "a.png.xmp").write_bytes(xmp.tags("own"))
    (folder / "a.xmp").write_bytes(xmp.tags("shared"))
    index(library, folder)
    assert own(library, item(library, folder / "a.png"))[2] == {"own"}


def test_names_in_another_composition(library: Library, folder: Path):
    (folder / unicodedata.normalize("NFD", "밤.png.XMP")).write_bytes(xmp.tags(unicodedata.normalize("NFD", "고양이")))
    index(library, folder)
    assert own(library, item(library, folder / "밤.png"))[2] == {"고양이"}
    (number,) = [item(library, folder / "밤.png")]
    edit(library, lambda tx: marks.set_rating(tx, [number], 3))
    assert write(library, number) == [State.CHANGED]
    assert sorted(path.suffix for path in folder.iterdir()) == [".XMP", ".png", ".png", ".png"]


def test_a_changed_sidecar_is_read_again_and_only_its_changes_count(library: Library, folder: Path):
    path = folder / "a.png.xmp"
    path.write_bytes(xmp.tags("one", "two", rating=2))
    index(library, folder)
    number = item(library, folder / "a.png")
    edit(library, lambda tx: tags.give(tx, [number], ["mine"], 5) + tags.take(tx, [number], ["one"]))
    path.write_bytes(xmp.tags("one", "three", rating=5))
    assert index(library, folder)["read"] == 1
    assert own(library, number) == (5, None, {"mine", "three"})


def test_a_sidecar_in_a_folder_that_was_looked_through(library: Library, folder: Path):
    path = folder / "a.png.xmp"
    path.write_bytes(xmp.tags("one"))
    os.utime(folder, ns=(0, 1_000_000_000))
    index(library, folder)
    assert library.database.read().value("SELECT mtime_ns FROM sidecar_folders") == 1_000_000_000
    path.write_bytes(xmp.tags("one", "two"))
    (folder / "b.png.xmp").write_bytes(xmp.tags("b"))
    assert index(library, folder)["read"] == 2
    path.unlink()
    assert index(library, folder)["read"] == 0
    number = item(library, folder / "a.png")
    assert own(library, number)[2] == {"one", "two"}
    assert sidecars.get(library.database.read(), [number]) == {}


@pytest.mark.parametrize(("written", "kept"), [(1, 1), (LATER, 5)])
def test_both_have_changed_and_the_later_one_counts(library: Library, folder: Path, written: int, kept: int):
    path = folder / "a.png.xmp"
    path.write_bytes(xmp.tags("one", rating=3))
    index(library, folder)
    number = item(library, folder / "a.png")
    edit(library, lambda tx: marks.set_rating(tx, [number], 1), now=1_000_000)
    path.write_bytes(xmp.tags("one", rating=5))
    os.utime(path, ns=(written, written))
    index(library, folder)
    assert own(library, number)[0] == kept


def test_what_the_user_said_before_there_was_a_sidecar_stays(library: Library, folder: Path):
    index(library, folder)
    number = item(library, folder / "a.png")
    library.database.write(lambda tx: (marks.set_rating(tx, [number], 1), tags.give(tx, [number], ["mine"], 5)))
    (folder / "a.png.xmp").write_bytes(xmp.tags("theirs", rating=5))
    index(library, folder)
    assert own(library, number) == (1, None, {"mine", "theirs"})
    assert sidecars.queued(library.database.read(), 9) == [number]


def test_reading_can_be_taken_back(library: Library, folder: Path):
    (folder / "a.png.xmp").write_text(xmp.LIGHTROOM, encoding="utf-8")
    index(library, folder)
    number = item(library, folder / "a.png")
    library.database.write(lambda tx: edits.undo(tx, None, 9))
    assert own(library, number) == (None, None, set())
    assert index(library, folder)["read"] == 0
    assert own(library, number) == (None, None, set())


def test_hostile_sidecars_are_told_and_the_others_are_read(library: Library, folder: Path):
    (folder / "a.png.xmp").write_text("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", encoding="utf-8")
    (folder / "b.png.xmp").write_bytes(b"")
    (folder / "밤.png.xmp").write_bytes(xmp.tags("좋다"))
    report = index(library, folder)
    assert (report["read"], report["changed"]) == (1, 1)
    assert sorted((one["path"], one["code"]) for one in report["failed"]) == [
        (str(folder / "a.png.xmp"), "corrupt"), (str(folder / "b.png.xmp"), "corrupt"),
    ]  # fmt: skip
    assert index(library, folder)["failed"] == []  # as long as they stay as they are
    number = item(library, folder / "a.png")
    edit(library, lambda tx: marks.set_rating(tx, [number], 3))
    before = (folder / "a.png.xmp").read_bytes()
    assert write(library, number) == [State.FAILED]
    assert (folder / "a.png.xmp").read_bytes() == before
    assert sidecars.queued(library.database.read(), 9) == []
    assert sidecars.queued(library.database.read(), 9, failed=True) == [number]


def test_writing_makes_changes_and_nothing_twice(library: Library, folder: Path):
    index(library, folder)
    number = item(library, folder / "a.png")
    picture = (folder / "a.png").read_bytes()
    assert write(library, number) == [State.NOTHING]
    edit(library, lambda tx: tag_tree.save(tx, "고양이", tag_tree.Change(parent="동물"), 5))
    edit(library, lambda tx: tags.give(tx, [number], ["고양이"], 5) + marks.set_rating(tx, [number], 4))
    assert sidecars.queued(library.database.read(), 9) == [number]
    assert write(library, number, dry_run=True) == [State.NEW]
    assert not (folder / "a.png.xmp").exists()
    assert write(library, number) == [State.NEW]
    assert sidecars.queued(library.database.read(), 9) == []
    packet = Packet((folder / "a.png.xmp").read_bytes())
    assert packet.text("xmp:Rating") == "4"
    assert packet.texts("lr:hierarchicalSubject") == ["동물|고양이"]
    state = beside.state_of(os.fsencode(folder / "a.png.xmp"))
    assert write(library, number) == [State.SAME]
    assert beside.state_of(os.fsencode(folder / "a.png.xmp")) == state
    assert index(library, folder)["read"] == 0
    assert (folder / "a.png").read_bytes() == picture


def test_taking_back_an_edit_is_written_too(library: Library, folder: Path):
    index(library, folder)
    number = item(library, folder / "a.png")
    edit(library, lambda tx: marks.set_label(tx, [number], "red"))
    write(library, number)
    library.database.write(lambda tx: edits.undo(tx, None, 9))
    assert sidecars.queued(library.database.read(), 9) == [number]
    assert write(library, number) == [State.CHANGED]
    assert Packet((folder / "a.png.xmp").read_bytes()).text("xmp:Label") is None


def test_a_sidecar_that_changes_meanwhile_is_read_again(library: Library, folder: Path):
    path = folder / "a.png.xmp"
    path.write_bytes(xmp.tags("one"))
    index(library, folder)
    number = item(library, folder / "a.png")
    edit(library, lambda tx: tags.give(tx, [number], ["mine"], 5))
    others = [xmp.tags("one", "theirs")]

    def meanwhile() -> None:
        if others:
            path.write_bytes(others.pop())

    assert write(library, number, before=meanwhile) == [State.CHANGED]
    assert Packet(path.read_bytes()).texts("dc:subject") == ["one", "theirs", "mine"]
    assert own(library, number)[2] == {"one", "theirs", "mine"}


def test_one_that_changes_all_the_time_is_left_alone(library: Library, folder: Path):
    path = folder / "a.png.xmp"
    index(library, folder)
    number = item(library, folder / "a.png")
    edit(library, lambda tx: tags.give(tx, [number], ["mine"], 5))
    rounds = iter(range(100))

    def meanwhile() -> None:
        path.write_bytes(xmp.tags(f"theirs {next(rounds)}"))

    (done,) = writing.write(library.database, [number], before=meanwhile)
    assert done.state is State.FAILED
    assert isinstance(done.error, ChangedError)
    assert Packet(path.read_bytes()).texts("dc:subject") == ["theirs 2"]
    assert [one.name for one in folder.iterdir() if one.name.startswith(".")] == []


def test_a_sidecar_of_several_pictures_is_read_by_all_and_written_for_none(library: Library, folder: Path):
    (folder / "a.xmp").write_bytes(xmp.tags("shared"))
    (folder / "a.jpg").write_bytes((folder / "b.png").read_bytes() + b"x")
    index(library, folder)
    number = item(library, folder / "a.png")
    assert own(library, number)[2] == own(library, item(library, folder / "a.jpg"))[2] == {"shared"}
    edit(library, lambda tx: tags.give(tx, [number], ["mine"], 5))
    assert write(library, number) == [State.NEW]
    assert (folder / "a.xmp").read_bytes() == xmp.tags("shared")
    assert Packet((folder / "a.png.xmp").read_bytes()).texts("dc:subject") == ["mine", "shared"]


def test_a_link_stays_a_link_and_rights_stay(library: Library, folder: Path, tmp_path: Path):
    real = tmp_path / "elsewhere.xmp"
    real.write_bytes(xmp.tags("one"))
    real.chmod(0o640)
    (folder / "a.png.xmp").symlink_to(real)
    index(library, folder)
    number = item(library, folder / "a.png")
    edit(library, lambda tx: marks.set_rating(tx, [number], 3))
    assert write(library, number) == [State.CHANGED]
    assert (folder / "a.png.xmp").is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert Packet(real.read_bytes()).text("xmp:Rating") == "3"


def test_a_picture_that_is_gone(library: Library, folder: Path):
    index(library, folder)
    number = item(library, folder / "a.png")
    edit(library, lambda tx: marks.set_rating(tx, [number], 3))
    (folder / "a.png").unlink()
    (done,) = writing.write(library.database, [number])
    assert (done.state, done.error and done.error.code) == (State.FAILED, "not_found")
    assert not (folder / "a.png.xmp").exists()


def test_a_moved_picture_keeps_what_its_sidecar_said(library: Library, folder: Path):
    (folder / "a.png.xmp").write_bytes(xmp.tags("one", rating=2))
    index(library, folder)
    number = item(library, folder / "a.png")
    (folder / "a.png").rename(folder / "c.png")
    (folder / "a.png.xmp").rename(folder / "c.png.xmp")
    index(library, folder)
    assert item(library, folder / "c.png") == number
    assert own(library, number) == (2, None, {"one"})


def test_a_pipe_is_no_sidecar(library: Library, folder: Path):
    os.mkfifo(folder / "a.png.xmp")
    assert index(library, folder)["read"] == 0
    assert intake.beside(os.fsencode(folder / "a.png")) is None
