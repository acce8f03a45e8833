"""Tags from and into text files beside pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from imageparser.library import tag_tree, tags

if TYPE_CHECKING:
    from pathlib import Path

    from imageparser import Library


@pytest.fixture
def indexed(library: Library, folder: Path) -> Library:
    library.index([folder], phases=["P"])
    return library


def run(library: Library, op: str, **payload: Any) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    lines: list[dict[str, Any]] = []
    done = library.run(op, payload, on_line=lines.append)
    results = {line["source"].rpartition("/")[2]: line for line in lines if line["type"] == "result"}
    return done["payload"], results


def tags_of(library: Library, name: str) -> set[str]:
    reader = library.database.read()
    number = reader.value("SELECT id FROM files WHERE key LIKE ?", (f"%/{name}",))
    return set(tags.of_file(reader, number, [tags.USER]))


def test_import_with_aliases_and_kinds_and_back(indexed: Library, folder: Path):
    indexed.run("tag_save", {"tag": "고양이", "aliases": ["cat"]})
    (folder / "a.txt").write_bytes("cat, artist:홍길동, 파란_하늘".encode("cp949"))
    (folder / "밤.png.txt").write_text("밤", encoding="utf-16")
    (folder / "밤.txt").write_text("낮", encoding="utf-8")
    tried, told = run(indexed, "tag_import", folder=str(folder))
    assert tried == {
        "files": 2,
        "without": 1,
        "added": 4,
        "removed": 0,
        "new_tags": ["밤", "파란 하늘", "홍길동"],
        "edit": None,
    }
    assert told["a.png"]["add"] == ["cat", "홍길동", "파란 하늘"]
    assert tags_of(indexed, "a.png") == set()
    done, _ = run(indexed, "tag_import", folder=str(folder), dry_run=False)
    assert tags_of(indexed, "a.png") == {"고양이", "홍길동", "파란 하늘"}
    assert tags_of(indexed, "밤.png") == {"밤"}
    assert tag_tree.get(indexed.database.read(), "홍길동").parent == "artist"
    indexed.run("edit_undo", {"edit": done["edit"]})
    assert tags_of(indexed, "a.png") == tags_of(indexed, "밤.png") == set()


def test_export_keeps_what_is_there_unless_it_is_told(indexed: Library, folder: Path):
    (folder / "a.txt").write_text("old", encoding="utf-8")
    indexed.run("tag_edit", {"query": "", "add": ["고양이", "파란 하늘"]})
    before = sorted(folder.iterdir())
    run(indexed, "tag_export", folder=str(folder))
    assert sorted(folder.iterdir()) == before
    done, told = run(indexed, "tag_export", folder=str(folder), dry_run=False)
    assert (done["new"], done["exists"]) == (2, 1)
    assert told["a.png"]["status"] == "CONFLICT"
    assert (folder / "a.txt").read_text(encoding="utf-8") == "old"
    for _ in range(2):
        (folder / "a.txt").write_text("old", encoding="utf-8")
        assert run(indexed, "tag_export", folder=str(folder), dry_run=False, replace=True)[0]["replaced"] == 1
    assert (folder / "a.txt").read_text(encoding="utf-8") == "고양이, 파란 하늘\n"
    assert [(folder / name).read_text(encoding="utf-8") for name in ("a.txt.bak", "a.txt.bak2")] == ["old", "old"]


def test_what_was_exported_comes_back(indexed: Library, folder: Path):
    indexed.run("tag_edit", {"query": "", "add": ["고양이", "^_^", "파란 하늘"]})
    indexed.run("tag_save", {"tag": "고양이", "parent": "character"})
    options = {"separator": "space", "kinds": True, "full": True, "dry_run": False}
    run(indexed, "tag_export", folder=str(folder), **options)
    assert (folder / "밤.png.txt").read_text(encoding="utf-8") == "^_^ character:고양이 파란_하늘\n"
    indexed.run("tag_delete", {"tag": "고양이"})
    run(indexed, "tag_import", folder=str(folder), dry_run=False)
    assert tags_of(indexed, "밤.png") == {"고양이", "^_^", "파란 하늘"}
    assert tag_tree.get(indexed.database.read(), "고양이").parent == "character"


def test_hostile_files_and_the_others(indexed: Library, folder: Path):
    (folder / "a.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    (folder / "b.txt").write_bytes(b"a" * ((1 << 20) + 1))
    (folder / "밤.txt").write_text("좋다", encoding="utf-8")
    done, told = run(indexed, "tag_import", folder=str(folder), dry_run=False)
    assert told["a.png"]["message"].startswith("corrupt: ")
    assert told["b.png"]["message"].startswith("too_large: ")
    assert (done["files"], done["added"]) == (1, 1)
    assert tags_of(indexed, "밤.png") == {"좋다"}


def test_a_shared_name_gets_full_names(library: Library, folder: Path):
    (folder / "a.jpg").write_bytes((folder / "b.png").read_bytes() + b"x")
    library.index([folder], phases=["P"])
    library.run("tag_edit", {"query": "", "add": ["좋다"]})
    run(library, "tag_export", folder=str(folder), dry_run=False)
    assert sorted(path.name for path in folder.glob("*.txt")) == ["a.jpg.txt", "a.png.txt", "b.txt", "밤.txt"]


def test_a_vanished_picture_gets_no_file(indexed: Library, folder: Path):
    indexed.run("tag_edit", {"query": "", "add": ["좋다"]})
    (folder / "a.png").unlink()
    done, told = run(indexed, "tag_export", folder=str(folder), dry_run=False)
    assert (done["new"], done["failed"]) == (2, 1)
    assert told["a.png"]["message"].startswith("not_found: ")
    assert not (folder / "a.txt").exists()
