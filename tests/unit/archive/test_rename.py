"""Renaming: what becomes of each picture, what stays, what the library and the journal know afterwards."""

from __future__ import annotations

import os
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest

from fixtures.archive import CHARACTER, EMOTION, VARIABLES, Told, listed, picture, tree
from imageparser.archive.rename import RenameRequest, rename
from imageparser.archive.undo import UndoRequest, undo
from imageparser.archive.work import Options
from imageparser.errors import CancelledError, NotFoundError, UsageError
from imageparser.library import Database, journal

if TYPE_CHECKING:
    from pathlib import Path

BOTH = ["character", "emotion"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "그림"
    folder.mkdir()
    return folder


def run(database: Database, root: Path, told: Told | None = None, **more: Any) -> tuple[Told, int | None]:
    """Rename for real unless told otherwise."""
    told = told or Told()
    options = Options(**{"dry_run": False, **more.pop("options", {})})
    given = {"order": BOTH, "variables": VARIABLES, **more}
    return told, rename(database, RenameRequest(str(root), options=options, **given), told)["job"]


def test_every_status(database: Database, root: Path) -> None:
    picture(root / "1.png", "yuina (series), Smile")
    picture(root / "2.png", "민지, angry")
    picture(root / "3.png", "{yuina (series)}, smile, angry, open mouth")
    picture(root / "4.png", None)
    (root / "5.png").write_bytes(b"no picture")
    (root / "6.txt").write_text("no picture either")
    before = tree(root)
    told, job = run(database, root, options={"dry_run": True})
    assert (told.total, job) == (5, None)
    assert told.brief(root) == [
        ("OK", "1.png", "yuina_기쁨.png"),
        ("UNKNOWN", "2.png", None),
        ("CONFLICT", "3.png", None),
        ("UNKNOWN", "4.png", None),
        ("ERROR", "5.png", None),
    ]
    messages = [one.message for one in told.outcomes]
    assert messages[0] is None
    assert messages[1] == "emotion: no value matches; nearest: angry lacks Open_Mouth"
    assert (
        messages[2] == "emotion: more than one value matches: 기쁨 (smile); angry ({angry}, Open_Mouth)" or messages[2]
    )
    assert messages[3] == "no metadata"
    assert messages[4]
    assert told.outcomes[4].details["code"] in messages[4]
    assert tree(root) == before


def test_tags_of_the_negative_prompt_count_only_where_asked(database: Database, root: Path) -> None:
    picture(root / "1.png", "yuina (series)", negative="smile, lowres")
    dry = {"dry_run": True}
    assert run(database, root, options=dry)[0].outcomes[0].status == "UNKNOWN"
    assert run(database, root, options=dry, include_negative=True)[0].outcomes[0].status == "OK"


def test_tags_with_negative_weight_are_not_there(database: Database, root: Path) -> None:
    picture(root / "1.png", "yuina (series), -1::smile::")
    assert run(database, root)[0].outcomes[0].status == "UNKNOWN"


def test_hangul_meets_in_any_composition(database: Database, root: Path) -> None:
    name = unicodedata.normalize("NFD", "민지 그림")
    picture(root / f"{name}.png", unicodedata.normalize("NFD", "민지"))
    (root / f"{name}.txt").write_text("곁")
    run(database, root, order="character")
    assert listed(root) == ["민지.png", "민지.txt"]


def test_templates_and_prefixes(database: Database, root: Path) -> None:
    picture(root / "old.PNG", "yuina (series), smile")
    run(database, root, template="[emotion] [emotion] [none]")
    assert listed(root) == ["기쁨 기쁨 [none].PNG"]
    run(database, root, order="emotion", prefix_mode=True)
    run(database, root, order="emotion", prefix_mode=True)
    assert listed(root) == ["기쁨_기쁨 기쁨 [none].PNG"]


def test_numbers_stay_where_they_are(database: Database, root: Path) -> None:
    for name in ("yuina", "yuina@@@1", "yuina@@@7"):
        picture(root / f"{name}.png", "yuina (series)")
    told, job = run(database, root, order="character")
    assert job is None
    assert all(one.source == one.target for one in told.outcomes)


def test_another_case_is_really_done(database: Database, root: Path) -> None:
    picture(root / "YUINA.png", "yuina (series)")
    run(database, root, order="character")
    assert listed(root) == ["yuina.png"]


def test_two_pictures_trade_names(database: Database, root: Path) -> None:
    picture(root / "yuina.png", "민지", seed=1)
    picture(root / "민지.png", "yuina (series)", seed=2)
    (root / "yuina.txt").write_text("1")
    (root / "민지.txt").write_text("2")
    before = tree(root)
    _, job = run(database, root, order="character")
    after = tree(root)
    assert after == {
        "yuina.png": before["민지.png"],
        "민지.png": before["yuina.png"],
        "yuina.txt": before["민지.txt"],
        "민지.txt": before["yuina.txt"],
    }
    assert job is not None
    undo(database, UndoRequest(job, dry_run=False), Told())
    assert tree(root) == before


def test_names_of_255_bytes(database: Database, root: Path) -> None:
    variable = {"name": "character", "values": [{"name": "가" * 200, "tags": ["민지"]}]}
    for number in range(3):
        picture(root / f"{number}.jpeg.png", "민지", seed=number)
        (root / f"{number}.jpeg.json").touch()
    run(database, root, order="character", variables=[variable])
    names = listed(root)
    assert len(names) == 6
    assert max(len(name.encode()) for name in names) <= 255
    assert run(database, root, order="character", variables=[variable])[1] is None


def test_names_that_are_no_utf8(database: Database, root: Path) -> None:
    path = picture(root / os.fsdecode(b"\xff\xfe.png"), "yuina (series)")
    told, _ = run(database, root, order="character", prefix_mode=True)
    assert [os.fsencode(name) for name in listed(root)] == [b"yuina_\xff\xfe.png"]
    assert not path.exists()
    assert all(one.source.encode() and one.target and one.target.encode() for one in told.outcomes)


def test_rows_are_trusted_only_while_the_file_is_the_same(database: Database, root: Path) -> None:
    path = picture(root / "1.png", "yuina (series)")
    stored(database, root)
    database.write(lambda tx: tx.run("UPDATE prompts SET tags = NULL"))
    assert run(database, root, order="character", options={"dry_run": True})[0].outcomes[0].status == "UNKNOWN"
    os.utime(path, ns=(1, 1))
    assert run(database, root, order="character")[0].outcomes[0].status == "OK"


def test_another_file_of_the_same_size_and_time_is_read(database: Database, root: Path) -> None:
    path = picture(root / "1.png", "yuina (series)")
    stored(database, root)
    state = path.stat()
    other = picture(root.parent / "other.png", "yuina_(series)")
    os.utime(other, ns=(state.st_atime_ns, state.st_mtime_ns))
    database.write(lambda tx: tx.run("UPDATE prompts SET tags = NULL"))
    other.replace(path)
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (state.st_size, state.st_mtime_ns)
    assert run(database, root, order="character")[0].outcomes[0].status == "OK"


def test_rows_follow_their_files_and_a_scan_finds_nothing_new(database: Database, root: Path) -> None:
    picture(root / "yuina.png", "민지", seed=1)
    picture(root / "민지.png", "yuina (series)", seed=2)
    picture(root / "x.png", "민지", seed=3)
    stored(database, root)
    before = ids(database)
    run(database, root, order="character")
    after = ids(database)
    assert after == {"민지.png": before["x.png"], "yuina.png": before["민지.png"], "민지@@@1.png": before["yuina.png"]}
    counts = stored(database, root)
    assert (counts.unchanged, counts.seen, counts.gone) == (3, 3, 0)
    assert ids(database) == after
    found = database.read().rows("SELECT rowid FROM fulltext WHERE fulltext MATCH 'name: yuina'")
    assert found == [(before["민지.png"],)]


def test_a_file_that_changes_or_goes_meanwhile_is_an_error(database: Database, root: Path) -> None:
    for number in range(3):
        picture(root / f"{number}.png", "yuina (series)", seed=number)
    picture(root / "a.png", None)

    def meddle(told: Told) -> None:
        if len(told.outcomes) == 1:  # the one that stays is told before the others move
            (root / "1.png").unlink()
            os.utime(root / "2.png", ns=(5, 5))
            (root / "yuina.png").write_bytes(b"came in between")

    told, job = run(database, root, Told(meddle), order="character")
    assert [one.message for one in told.outcomes] == [
        "no metadata",
        "exists: target exists",
        "not_found: the file is gone",
        "changed: The file has changed since it was looked at.",
    ]
    assert (root / "yuina.png").read_bytes() == b"came in between"
    assert listed(root) == ["0.png", "2.png", "a.png", "yuina.png"]
    assert job is not None
    assert [item.state for item in journal.items(database.read(), job)] == ["failed"] * 3


def test_a_held_file_comes_back_where_its_target_was_taken(database: Database, root: Path) -> None:
    picture(root / "yuina.png", "민지", seed=1)
    picture(root / "민지.png", "yuina (series)", seed=2)
    picture(root / "a.png", None)
    before = tree(root)

    def meddle(told: Told) -> None:
        if len(told.outcomes) == 1:
            (root / "민지.png").rename(root / "elsewhere.bin")
            (root / "민지.png").mkdir()

    told, _ = run(database, root, Told(meddle), order="character")
    assert [one.status for one in told.outcomes[1:]] == ["ERROR", "ERROR"]
    assert tree(root) == {
        "yuina.png": before["yuina.png"],
        "elsewhere.bin": before["민지.png"],
        "a.png": before["a.png"],
    }


def test_cancelled_jobs_go_on_where_they_stopped(database: Database, root: Path) -> None:
    for number in range(300):
        picture(root / f"{number:03}.png", "yuina (series)", seed=number)
    before = sorted(tree(root).values())

    def stop(told: Told) -> None:
        if len(told.outcomes) == 70:
            told.cancel.cancel()

    with pytest.raises(CancelledError):
        run(database, root, Told(stop), order="character")
    point = root / ".nai_resume_rename.txt"
    assert len(point.read_text(encoding="utf-8").splitlines()) >= 71
    point_before = point.read_bytes()
    run(database, root, order="character", options={"dry_run": True, "resume_mode": True})
    assert point.read_bytes() == point_before
    told, _ = run(database, root, order="character", options={"resume_mode": True})
    assert told.skipped >= 70
    assert told.skipped + len(told.outcomes) == 300
    assert not point.exists()
    after = tree(root)
    assert sorted(after.values()) == before
    assert set(after) == {"yuina.png", *(f"yuina@@@{n}.png" for n in range(1, 300))}


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"order": " , "}, "order is required"),
        ({"variables": []}, "variable_specs or variables is required"),
        ({"order": ["x", "emotion", "y"]}, "unknown variables: x, y"),
    ],
)
def test_wrong_requests(database: Database, root: Path, more: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        run(database, root, **more)
    assert caught.value.message == message


def test_a_missing_folder_is_not_made(database: Database, root: Path) -> None:
    with pytest.raises(NotFoundError, match="not a folder"):
        run(database, root / "none")
    assert not (root / "none").exists()


def test_specs_win_over_variables(database: Database, root: Path) -> None:
    picture(root / "1.png", "smile")
    spec = {"name": "emotion", "values": [{"name": "spec", "tags": ["smile"]}]}
    run(database, root, order="emotion", variables=[CHARACTER, EMOTION], variable_specs=[spec])
    assert listed(root) == ["spec.png"]


def test_another_place_for_the_checkpoint(database: Database, root: Path, tmp_path: Path) -> None:
    picture(root / "1.png", "smile")
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear reader")
    with pytest.raises(UsageError, match="resume_path is not a checkpoint"):
        run(database, root, order="emotion", options={"resume_path": str(letter)})
    assert letter.read_text() == "Dear reader"
    assert listed(root) == ["1.png"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_write_access(database: Database, root: Path) -> None:
    picture(root / "1.png", "smile")
    root.chmod(0o500)
    try:
        told, _ = run(database, root, order="emotion")
    finally:
        root.chmod(0o700)
    assert told.outcomes[0].details["code"] == "denied"
    assert told.logs == ["checkpoint cannot be written: Permission denied"]


def stored(database: Database, root: Path) -> Any:
    """Scan a folder and store its prompts; return what the walk counted."""
    from imageparser import _core, clock  # noqa: PLC0415
    from imageparser.library import prompts, scan  # noqa: PLC0415

    counts = scan.ScanCounts()
    known = scan.known(database.read(), [str(root)])
    for batch in _core.Scanner([str(root)], known=known):
        counts += database.write(lambda tx, batch=batch: scan.record(tx, batch, clock.now_ms(), reading=()))
    rows = database.read().rows("SELECT id, raw FROM files WHERE missing_since IS NULL")
    read = _core.read_prompts([row[1] for row in rows])
    readings = [
        prompts.Reading(row[0], one.size, one.mtime_ns, one.generator) for row, one in zip(rows, read, strict=True)
    ]
    database.write(lambda tx: prompts.put(tx, readings))
    return counts


def ids(database: Database) -> dict[str, int]:
    """Return the ids of the present files by name."""
    return {
        key.rpartition("/")[2]: number
        for key, number in database.read().rows("SELECT key, id FROM files WHERE missing_since IS NULL")
    }
