"""The commands of what is the user's own: the answers of the operations, tables for people, nothing made by reading."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from fixtures import commandline, png

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home with a library of three pictures; nobody changes it."""
    home = tmp_path_factory.mktemp("shelf")
    (home / "p").mkdir()
    for name in ("a", "b", "c"):
        png.novelai(home / "p" / f"{name}.png", prompt=f"1girl, {name}")
    assert commandline.index(home / "p", home / "library.sqlite").code == 0
    return home


@pytest.fixture
def shelf(made: Path, tmp_path: Path) -> Path:
    """Return a home with a copy of the library and of its pictures, and the same caches."""
    home = tmp_path / "shelf"
    home.mkdir()
    for entry in made.iterdir():
        if entry.is_dir() and (entry.name == "p" or entry.name.startswith("library.sqlite")):
            shutil.copytree(entry, home / entry.name)
        elif entry.is_file():
            shutil.copyfile(entry, home / entry.name)
        else:
            (home / entry.name).symlink_to(entry)
    return home


def ask(home: Path, *arguments: str, code: int = 0) -> dict[str, Any]:
    outcome = commandline.run(*arguments, "--json", "--library", home / "library.sqlite", home=home)
    assert outcome.code == code, (outcome.lines, outcome.stderr)
    return outcome.value


def test_a_collection_from_its_making_to_another_library(shelf: Path, tmp_path: Path) -> None:
    outer = ask(shelf, "collections", "create", "작업")["collection"]
    number = ask(shelf, "collections", "create", "배경", "--parent", str(outer))["collection"]
    assert ask(shelf, "collections", "add", str(number), "1", "2", "3")["changed"] == 3
    assert ask(shelf, "collections", "place", str(number), "3", "--before", "1")["changed"] == 1
    assert ask(shelf, "collections", "remove", str(number), "--query", "name:b")["changed"] == 1
    ask(shelf, "collections", "change", str(number), "--name", "하늘", "--cover", "3")
    first = ask(shelf, "collections", "create", "첫째")["collection"]
    ask(shelf, "collections", "change", str(first), "--before", str(outer))
    assert [one["name"] for one in ask(shelf, "collections", "list")["collections"]] == ["첫째", "작업", "하늘"]
    shown = ask(shelf, "collections", "show", str(number))
    assert shown["pictures"] == [3, 1]
    assert (shown["collections"][0]["name"], shown["collections"][0]["cover"]) == ("하늘", 3)
    out = tmp_path / "collections.json"
    assert ask(shelf, "collections", "export", str(outer), "--out", str(out))["collections"] == 2
    assert ask(shelf, "collections", "export", "--out", str(out), code=1)["error"]["code"] == "exists"
    ask(shelf, "collections", "delete", str(outer))
    ask(shelf, "collections", "show", str(number), code=1)
    assert ask(shelf, "collections", "import", str(out))["added"] == 2
    assert {one["name"]: one["total"] for one in ask(shelf, "collections", "list")["collections"]} == {
        "첫째": 0,
        "작업": 2,
        "하늘": 2,
    }


def test_marks_fill_a_smart_collection_and_are_taken_back(shelf: Path) -> None:
    number = str(ask(shelf, "collections", "create", "별", "--query", "rating:>=4 label:red")["collection"])
    edit = ask(shelf, "mark", "1", "2", "--rating", "5", "--label", "red", "--note", "나중에")["edit"]
    assert ask(shelf, "collections", "show", number)["pictures"] == [1, 2]
    facets = ask(shelf, "facets", "메모:나중")
    assert facets["total"] == 2
    assert facets["facets"]["rating"] == [{"value": "5", "files": 2}]
    assert ask(shelf, "edits", "list", "--limit", "1")["edits"][0]["id"] == edit
    assert ask(shelf, "edits", "undo")["edit"] == edit
    assert ask(shelf, "collections", "show", number)["pictures"] == []
    assert ask(shelf, "edits", "redo", str(edit))["left"] == 0
    assert ask(shelf, "collections", "show", number)["pictures"] == [1, 2]


def test_comments(shelf: Path) -> None:
    number = str(ask(shelf, "comments", "add", "1", "@민수가 볼 것", "--author", "지영")["comment"])
    ask(shelf, "comments", "edit", number, "@민수에게 물어볼 것")
    (told,) = ask(shelf, "comments", "list", "1", "--history")["comments"]
    assert (told["body"], [one["body"] for one in told["history"]]) == ("@민수에게 물어볼 것", ["@민수가 볼 것"])
    assert [one["id"] for one in ask(shelf, "comments", "list", "--mention", "민수")["comments"]] == [int(number)]
    assert {one["name"] for one in ask(shelf, "comments", "names", "1")["names"]} == {"민수", "지영"}
    ask(shelf, "comments", "delete", number)
    assert ask(shelf, "comments", "list", "1")["comments"][0]["deleted_at"] is not None


def test_filter_presets_travel(shelf: Path, tmp_path: Path) -> None:
    number = str(ask(shelf, "filter-presets", "create", "큰 그림", "크기:>=2000x2000")["preset"])
    ask(shelf, "filter-presets", "change", number, "--name", "아주 큰 그림")
    out = tmp_path / "presets.json"
    assert ask(shelf, "filter-presets", "export", "--out", str(out))["presets"] == 1
    ask(shelf, "filter-presets", "delete", number)
    assert ask(shelf, "filter-presets", "import", str(out))["added"] == 1
    assert ask(shelf, "filter-presets", "import", str(out), "--replace")["replaced"] == 1
    assert "아주 큰 그림" in {one["name"] for one in ask(shelf, "filter-presets", "list")["presets"]}
    out.write_text("[]", encoding="utf-8")
    assert ask(shelf, "filter-presets", "import", str(out), code=2)["error"]["path"] == str(out)


def test_a_query_is_taken_apart(shelf: Path) -> None:
    told = ask(shelf, "query", "고양이 -태그:개 sort:date", "--filters")
    assert told["parsed"]["text"] == "고양이 -tag:개 sort:date"
    assert {"rating", "layers", "date", "size"} <= {one["name"] for one in told["filters"]}


def test_a_job_that_moved_files_is_taken_back(tmp_path: Path) -> None:
    folder = tmp_path / "그림"
    folder.mkdir()
    png.novelai(folder / "a@@@1.png", prompt="smile")
    payload = json.dumps({"folder": str(folder), "dry_run": False})
    assert (
        commandline.run(
            "op",
            "strip_suffix",
            "--payload",
            payload,
            "--library",
            tmp_path / "library.sqlite",
            "--json",
            home=tmp_path,
        ).code
        == 0
    )
    assert [path.name for path in folder.iterdir()] == ["a.png"]
    (job,) = ask(tmp_path, "journal", "list", str(folder))["jobs"]
    assert (job["kind"], job["done"], job["undoable"]) == ("strip_suffix", 1, True)
    assert ask(tmp_path, "journal", "undo", str(job["id"]), "--dry-run")["undo"] is None
    assert ask(tmp_path, "journal", "undo", str(job["id"]))["results"][0]["status"] == "OK"
    assert [path.name for path in folder.iterdir()] == ["a@@@1.png"]


def test_a_backup_is_put_back(shelf: Path) -> None:
    ask(shelf, "mark", "3", "--label", "green")
    made = ask(shelf, "backup", "make")["backup"]
    ask(shelf, "mark", "3", "--label", "blue")
    assert ask(shelf, "backup", "verify", made["name"])["results"][0]["status"] == "OK"
    before = ask(shelf, "backup", "restore", made["name"])["before"]
    assert ask(shelf, "find", "label:green")["total"] == 1
    listed = [one["name"] for one in ask(shelf, "backup", "list")["backups"]]
    assert {made["name"], before["name"]} <= set(listed)
    assert ask(shelf, "backup", "prune", made["name"], "--dry-run")["removed"][0]["name"] == made["name"]
    ask(shelf, "backup", "prune", made["name"])
    assert made["name"] not in [one["name"] for one in ask(shelf, "backup", "list")["backups"]]
    assert ask(shelf, "backup", "restore", made["name"], code=1)["error"]["code"] == "not_found"


def test_reports_of_runs_are_kept(shelf: Path) -> None:
    (shelf / "p" / "깨진.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    done = commandline.index(shelf / "p", shelf / "library.sqlite").value
    report = ask(shelf, "reports", "show")
    assert report["failures"] == done["failed"]
    assert report["roots"] == [str(shelf / "p")]
    listed = ask(shelf, "reports", "list", "--limit", "1")
    assert listed["reports"][0]["failed"] == 1
    assert ask(shelf, "reports", "show", str(listed["reports"][0]["id"])) == report


def test_the_doctor_mends_by_name_and_tells_before(shelf: Path) -> None:
    stray = shelf / "library.sqlite.thumbs" / "aa" / "bb" / f"aabb{'0' * 60}.webp"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"RIFF\x04\0\0\0WEBP")
    found = ask(shelf, "doctor", code=1)
    assert [one["code"] for one in found["findings"]] == ["thumbnails_without_file"]
    dry = ask(shelf, "doctor", "--repair", "--dry-run", code=1)
    assert dry["findings"][0]["repaired"] == "would be mended"
    assert stray.exists()
    assert ask(shelf, "doctor", "--only", "thumbnails_without_file")["backup"]
    assert not stray.exists()
    assert ask(shelf, "doctor", "--only", "nothing", code=2)["error"]["code"] == "usage"


@pytest.mark.parametrize(
    "words",
    [
        ("collections", "list"),
        ("backup", "list"),
        ("reports", "list"),
        ("doctor",),
        ("comments", "list", "1"),
        ("edits", "list"),
        ("filter-presets", "list"),
        ("facets",),
    ],
)
def test_reading_makes_no_library(tmp_path: Path, words: tuple[str, ...]) -> None:
    outcome = commandline.run(*words, "--json", "--library", tmp_path / "none.sqlite", home=tmp_path)
    assert outcome.code == 1
    assert outcome.value["error"]["code"] == "not_found"
    assert not (tmp_path / "none.sqlite").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("collections", "list"), "이름"),
        (("edits", "list"), "되돌린 때"),
        (("facets",), "format: png (3)"),
        (("query", "cat -tag:dog", "--filters"), "sort: relevance"),
        (("filter-presets", "list"), "질의"),
        (("comments", "list", "1"), "작성자"),
        (("mark", "3", "--rating", "2"), "바뀜: 1"),
        (("reports", "show"), "추가: 3"),
        (("journal", "list"), "되돌릴 수 있음"),
        (("reports", "list"), "시작한 때"),
        (("backup", "make"), "asked"),
        (("backup", "list"), "까닭"),
        (("doctor", "--quick"), "디스크 사용"),
    ],
)
def test_people_get_tables(shelf: Path, words: tuple[str, ...], told: str) -> None:
    with (shelf / "out.txt").open("wb") as out:
        process = commandline.start(
            *words, "--library", shelf / "library.sqlite", "--lang", "ko", home=shelf, stdout=out
        )
        assert process.wait(60) == 0
    text = (shelf / "out.txt").read_text(encoding="utf-8")
    assert told in text
    with pytest.raises(json.JSONDecodeError):
        json.loads(text)
