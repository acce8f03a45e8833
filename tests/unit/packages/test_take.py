"""Taking packages in: with and without files, both sides' words, vectors of other models, breaking off, undo."""

from __future__ import annotations

import shutil
import unicodedata
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from fixtures import packaged
from imageparser import _core
from imageparser.errors import CancelledError, ChangedError
from imageparser.library import (
    Database,
    away,
    captions,
    collections,
    comments,
    edits,
    files,
    filter_presets,
    filters,
    fulltext,
    health,
    marks,
    package_journal,
    sidecars,
    tag_tree,
    tags,
    tasks,
    vectors,
)
from imageparser.library.queries import load
from imageparser.library.tag_tree import Change
from imageparser.library.thumbnails import Thumbnails
from imageparser.packages import take
from imageparser.packages.locate import Locator, mapped
from imageparser.packages.reader import Package
from imageparser.text import keyword_query

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def moved(pictures: Path, to: Path) -> Path:
    """Copy the pictures to where the other machine has them, file names composed otherwise."""
    shutil.copytree(pictures, to)
    for path in sorted(to.rglob("*"), key=lambda one: -len(one.parts)):
        form = "NFC" if unicodedata.is_normalized("NFD", path.name) else "NFD"
        path.rename(path.with_name(unicodedata.normalize(form, path.name)))
    return to


def root_of(package: Path) -> str:
    with Package(package) as opened:
        return opened.manifest.roots[0]


def ids_of(reader: Any) -> list[int]:
    """Return the pictures by path: which number each gets is up to the threads that read them."""
    return [row[0] for row in reader.rows("SELECT id FROM files ORDER BY key")]


def found(database: Database, words: str) -> list[int]:
    match = " AND ".join(keyword_query(words))
    return sorted(row[0] for row in fulltext.search(database.read(), match, 100))


def test_without_files_pictures_are_away_and_found(full: Database, package: Path, tmp_path: Path):
    with Database.open(tmp_path / "gone.sqlite") as library:
        # The roots lead nowhere.
        (tmp_path / "leer").mkdir()
        theirs = root_of(package)
        report = packaged.read(library, package, {theirs: str(tmp_path / "leer")})
        assert (report.new, report.away, report.relinked, report.thumbnails) == (7, 7, 0, 6)
        reader = library.read()
        assert away.count(reader) == 7
        assert len(filters.present_ids(reader)) == 7
        assert len(found(library, "그림")) == len(found(full, "그림"))
        row = files.rows(reader, [1])[0]
        assert row.key.startswith("package:")
        assert row.digest is not None
        assert Thumbnails(library.thumbnails).read(row.digest)[:4] == b"RIFF"
        # Nothing tries to read them, whatever model comes, and nothing is wrong with them.
        assert tasks.pending(reader, "VV", "another model") == []
        assert tasks.claim(reader, "VV", "another model", [1, 2]) == []
        assert tasks.counts(reader, [("VV", "another model")])["VV"].pending == 0
        assert sidecars.queued(reader, 10) == []
        assert sidecars.places(reader, range(1, 8)) == []
        assert reader.rows(load("duplicates")["looks"]) == []
        assert reader.rows(load("health")["stale"], ('[["VV", "another model"]]',)) == []
        assert health.check(library)["findings"] == []


def test_an_index_run_brings_them_here(empty: Database, package: Path, pictures: Path, tmp_path: Path):
    theirs = root_of(package)
    (tmp_path / "leer").mkdir()
    packaged.read(empty, package, {theirs: str(tmp_path / "leer")})
    before = {row[0]: row[1:] for row in empty.read().rows("SELECT id, user_rating, lower(hex(digest)) FROM files")}
    shutil.copytree(pictures, tmp_path / "다른 곳" / "그림")
    packaged.index(empty, tmp_path / "다른 곳" / "그림")
    reader = empty.read()
    assert away.count(reader) == 0
    present = reader.rows("SELECT id, user_rating, lower(hex(digest)) FROM files WHERE missing_since IS NULL")
    assert {row[0]: row[1:] for row in present} == before
    assert all(row[0].startswith(str(tmp_path)) for row in reader.rows("SELECT key FROM files"))
    assert health.check(empty)["findings"] == []


def test_paths_of_another_machine(empty: Database, full: Database, pictures: Path, package: Path, tmp_path: Path):
    """A package out of Windows, names decomposed on one side and composed on the other."""
    ours = moved(pictures, tmp_path / "그림")
    theirs = root_of(package)
    report = packaged.read(empty, package, {unicodedata.normalize("NFD", theirs) + "/": str(ours)})
    assert (report.relinked, report.away) == (7, 0)
    raws = {bytes(row[0]) for row in empty.read().rows("SELECT raw FROM files")}
    assert all((ours / raw.decode()).exists() for raw in raws)
    told, expected = packaged.dump(empty), packaged.dump(full)
    assert told | {"found": None} == expected | {"found": None}  # folders above have other names here


@pytest.mark.parametrize(
    ("root", "written"),
    [
        ("C:/Users/김/Pictures", r"C:\Users\김\Pictures"),
        ("C:/Users/김/Pictures", "c:/users/김/pictures/"),
        ("D:/", "D:"),
        (r"\\server\share\그림", r"\\server\share\그림"),
        ("/home/김/Pictures", "/home/김/Pictures/"),
    ],
)
def test_roots_as_other_machines_write_them(tmp_path: Path, root: str, written: str):
    (tmp_path / "inner").mkdir()
    path = tmp_path / "inner" / "그림.png"
    path.write_bytes(b"12345")
    values: dict[str, Any] = dict.fromkeys(packaged.FACT_NAMES)
    line = packaged.picture_line(digest=_core.digest(path), root=0, path="inner/그림.png", size=5, facts=values)
    locator = Locator("p" * 64, [root], mapped({written: str(tmp_path)}))
    places = locator.find([line, line.model_copy(update={"size": 6})], _core.CancelToken())
    assert {number: place.raw for number, place in places.items()} == {0: str(path).encode()}
    path.write_bytes(b"54321")
    assert locator.find([line], _core.CancelToken()) == {}


def test_nothing_outside_the_mapped_folder_is_looked_at(tmp_path: Path):
    (tmp_path / "ours").mkdir()
    (tmp_path / "secret").write_bytes(b"x")
    (tmp_path / "ours" / "link").symlink_to(tmp_path / "secret")
    values: dict[str, Any] = dict.fromkeys(packaged.FACT_NAMES)
    digest = _core.digest(tmp_path / "secret")
    locator = Locator("p" * 64, ["/theirs"], mapped({"/theirs": str(tmp_path / "ours")}))
    line = packaged.picture_line(digest=digest, root=0, path="link", size=1, facts=values)
    assert locator.find([line], _core.CancelToken()) == {}


def test_looking_changes_nothing_and_tells_what_will_be(empty: Database, package: Path):
    told = packaged.read(empty, package, dry_run=True)
    assert empty.read().value("SELECT count(*) FROM files") == 0
    assert empty.read().value("SELECT count(*) FROM package_imports") == 0
    done = packaged.read(empty, package)
    names = ("new", "matched", "relinked", "away", "marked", "collections", "presets", "conflicts", "thumbnails")
    assert {name: getattr(told, name) for name in names} == {name: getattr(done, name) for name in names}
    again = packaged.read(empty, package, dry_run=True)
    assert (again.new, again.matched, again.conflicts) == (0, 7, {})


def say(database: Database, work: Callable[[Any], Any]) -> None:
    database.write(lambda tx: edits.record(tx, "say", {}, lambda: work(tx), 1))


POLICIES = {"keep": ("ours", "ours"), "replace": ("theirs", "theirs"), "newest": ("ours", "newer")}


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("newer", ["ours", "theirs"])
def test_where_both_say_something_else(empty: Database, pictures: Path, tmp_path: Path, policy: Any, newer: str):
    """The word of each side names the side; `newer` is the one that said it later."""
    times = {"ours": 200 if newer == "ours" else 100, "theirs": 100 if newer == "ours" else 200}

    def words(tx: Any, side: str) -> None:
        one, two, three = ids_of(tx)[:3]
        at, number = times[side], 1 if side == "ours" else 5
        marks.set_rating(tx, [one], number)
        marks.set_label(tx, [one], "red" if side == "ours" else "blue")
        marks.set_note(tx, one, f"메모 {side}", at)
        tags.give(tx, [one], ["하늘", f"tag {side}"], at)
        tag_tree.save(tx, "하늘", Change(color="#000001" if side == "ours" else "#000002"), at)
        tx.run("UPDATE tag_nodes SET at = ?", (at,))
        comment = comments.add(tx, one, "김", "처음", 50)
        comments.edit(tx, comment, f"말 {side}", at)
        comments.add(tx, one, side, "혼자", 60)
        box = collections.create(tx, "모음", at, description=f"뜻 {side}")
        collections.add(tx, box, [one, two] if side == "ours" else [three, one], at)
        collections.create(tx, "똑똑한", at, query=f"name:{side}")
        filter_presets.add(tx, "거르개", f"name:{side}", at)

    with Database.open(tmp_path / "theirs.sqlite") as other:
        for library, side in ((empty, "ours"), (other, "theirs")):
            packaged.index(library, pictures)
            say(library, lambda tx, side=side: words(tx, side))
        packaged.write(other, tmp_path / "a.ipkg")
    report = packaged.read(empty, tmp_path / "a.ipkg", policy=policy)
    fields = (
        "rating",
        "label",
        "note",
        "comment",
        "tag_color",
        "collection_description",
        "collection_query",
        "preset_query",
    )
    assert report.conflicts == dict.fromkeys(fields, 1)
    assert (report.new, report.matched, report.relinked) == (0, 7, 0)
    untimed, timed = (newer if word == "newer" else word for word in POLICIES[policy])
    assert report.unresolved == 2 * (untimed == "ours") + 6 * (timed == "ours")
    reader = empty.read()
    one, two, three = ids_of(reader)[:3]
    assert files.rows(reader, [one])[0].rating == (1 if untimed == "ours" else 5)
    assert marks.label(reader, one) == ("red" if untimed == "ours" else "blue")
    assert marks.note(reader, one) == f"메모 {timed}"
    thread = [(said.author, said.body) for said in comments.thread(reader, one)]
    assert sorted(thread) == sorted([("김", f"말 {timed}"), ("ours", "혼자"), ("theirs", "혼자")])
    assert set(tags.of_file(reader, one, ("user",))) == {"하늘", "tag ours", "tag theirs"}
    assert tag_tree.get(reader, "하늘").color == ("#000001" if timed == "ours" else "#000002")
    rows = {row.name: row for row in collections.every(reader)}
    assert rows["모음"].description == f"뜻 {timed}"
    assert rows["똑똑한"].query == f"name:{timed}"
    assert collections.items(reader, rows["모음"].id) == [one, two, three]
    assert filter_presets.every(reader)[0].query == f"name:{timed}"
    assert {example["field"] for example in report.examples} == set(fields)
    assert {example["picture"] for example in report.examples} == {one, None}


def test_an_import_is_one_change_to_take_back(empty: Database, pictures: Path, package: Path):
    packaged.index(empty, pictures)
    packaged.decorate(empty, 6)
    tables = [table for table in edits.TABLES if table != "files"]
    names = "SELECT user_rating, user_label FROM files ORDER BY id"

    def user(database: Database) -> list[Any]:
        rows = [sorted(database.read().rows(f"SELECT * FROM {table}"), key=str) for table in tables]  # noqa: S608  # ours
        return [rows, database.read().rows(names), database.read().rows("SELECT words FROM tag_names ORDER BY 1")]

    before = user(empty)
    report = packaged.read(empty, package, policy="replace")
    assert len(report.edits) == 1
    assert user(empty) != before
    after = user(empty)
    assert empty.write(lambda tx: edits.undo(tx, report.edits[0], 1)).left == 0
    assert user(empty) == before
    empty.write(lambda tx: edits.redo(tx, report.edits[0], 1))
    assert user(empty) == after


def test_vectors_of_models_that_nobody_uses_are_kept_apart(empty: Database, pictures: Path, package: Path):
    packaged.index(empty, pictures)
    other = np.ones((7, 3), np.float32)
    empty.write(lambda tx: vectors.put(tx, "VV", "mine:9", list(range(1, 8)), other))
    empty.write(lambda tx: [vectors.drop(tx, one.name) for one in vectors.tables(tx) if one.version_key == "vv:1"])
    packaged.read(empty, package)
    reader = empty.read()
    assert vectors.count(reader, "VV", "vv:1") == 7
    np.testing.assert_array_equal(vectors.matrix(reader, "VV", "mine:9")[1], other)
    theirs = {one.version_key: one.dim for one in vectors.tables(reader) if one.kind == "VV"}
    assert theirs == {"vv:1": 8, "mine:9": 3}


def test_a_newer_caption_is_in_use_and_none_is_lost(empty: Database, pictures: Path, package: Path):
    packaged.index(empty, pictures)
    empty.write(lambda tx: tx.run("UPDATE captions SET version_key = 'mine', at = at + 1000000000, caption = 'ours'"))
    packaged.read(empty, package)
    rows = dict(empty.read().rows("SELECT version_key, count(*) FROM captions GROUP BY 1"))
    assert rows == {"mine": 7, "mc:1": 7}
    assert captions.rows(empty.read(), [1])[1].caption == "ours"


def test_a_file_that_was_only_listed_is_filled_in(empty: Database, package: Path, full: Database):
    """A scan without reading knows places; the package knows the rest."""
    rows = full.read().rows("SELECT key, raw, folder, size, mtime_ns, file_id FROM files")
    empty.write(
        lambda tx: tx.run_many(
            "INSERT INTO files (key, raw, folder, size, mtime_ns, file_id, added_at) VALUES (?, ?, ?, ?, ?, ?, 1)", rows
        )
    )
    report = packaged.read(empty, package)
    assert (report.new, report.relinked) == (7, 7)
    assert empty.read().value("SELECT count(*) FROM files WHERE digest IS NOT NULL") == 7
    assert empty.read().value("SELECT count(*) FROM files") == 7


@pytest.mark.parametrize("stop", [1, 2, 4, 7, 10, 13])
def test_an_import_that_was_broken_off_goes_on(
    full: Database, empty: Database, package: Path, stop: int, monkeypatch: pytest.MonkeyPatch
):
    """It is cancelled before the n-th transaction; batches hold two pictures."""
    monkeypatch.setattr(take, "SLICE", 2)
    monkeypatch.setattr(take, "MARKED", 2)
    token, left, submit = _core.CancelToken(), [stop], empty.write

    def write(work: Any) -> Any:
        left[0] -= 1
        if left[0] < 0:
            token.cancel()
            raise CancelledError
        return submit(work)

    monkeypatch.setattr(empty, "write", write)
    with pytest.raises(CancelledError):
        packaged.read(empty, package, cancel=token)
    monkeypatch.undo()
    monkeypatch.setattr(take, "SLICE", 2)
    report = packaged.read(empty, package)
    assert (report.new, report.matched, report.relinked, report.marked) == (7, 0, 7, 7)
    assert packaged.dump(empty) == packaged.dump(full)
    assert empty.read().value("SELECT count(*) FROM package_imports WHERE finished_at IS NOT NULL") == 1
    assert empty.read().value("SELECT count(*) FROM package_matches") == 0


def test_two_processes_do_not_take_one_package_in(empty: Database):
    going = empty.write(lambda tx: package_journal.begin(tx, "p", "{}", 1))
    empty.write(lambda tx: package_journal.advance(tx, going, 0, 2, {}))
    with pytest.raises(ChangedError):
        empty.write(lambda tx: package_journal.advance(tx, going, 0, 2, {}))
