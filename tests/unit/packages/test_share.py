"""A read-only share tells nowhere where files lie: neither the paths that we keep nor those that others wrote down."""

from __future__ import annotations

import json
import re
import unicodedata
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from fixtures import packaged
from imageparser.library import Database, collections, filter_presets, fulltext, marks
from imageparser.packages.layout import COLLECTIONS, MANIFEST, PICTURES, PRESETS
from imageparser.packages.share import Cleaner, folders_of, tells_folder
from imageparser.text import nfc

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOLDERS = frozenset(folders_of("/home/x/제주 여행/a.psd"))
SECRETS = ("김철수", "비밀 폴더", "kimcs", "client-x", "제주 여행")
LEAKS = (
    r"C:\Users\kimcs\비밀 폴더\a.psd",
    "C:/Users/kimcs/a.psd",
    "/home/kimcs/비밀 폴더/a.psd",
    "file:///home/kimcs/%EB%B9%84%EB%B0%80%20%ED%8F%B4%EB%8D%94/a.psd",
    r"\\server\client-x\a.psd",
    "saved from /Users/kimcs/Desktop to disk",
    "~/client-x/a.psd",
    r"%APPDATA%\kimcs\a.psd",
    unicodedata.normalize("NFD", "제주 여행/a.psd"),
    r"제주 여행\a.psd",
)


@pytest.fixture
def leaky(tmp_path: Path) -> Iterator[Database]:
    """A library in which paths stand everywhere that others write them to."""
    folder = packaged.files(tmp_path / "김철수" / "비밀 폴더")
    with Database.open(tmp_path / "leaky.sqlite") as database:
        packaged.index(database, folder)
        database.write(spill)
        yield database


def spill(tx: Any) -> None:
    texts = {f"k{number}": leak for number, leak in enumerate(LEAKS)}
    nested = {"history": [{"parameters": leak, LEAKS[0]: 1} for leak in LEAKS], "title": "봄의 제주"}
    for (file_id,) in tx.rows("SELECT id FROM files"):
        values = (json.dumps(texts | nested), json.dumps(texts), json.dumps(list(LEAKS)), LEAKS[2], file_id)
        tx.run("UPDATE files SET exif = ?, text = ?, warnings = ?, icc = ? WHERE id = ?", values)
    for leak in LEAKS:
        tx.run("UPDATE layers SET smart_object = ? WHERE layer_id % 10 = ?", (leak, LEAKS.index(leak)))
    for file_id, key, record in tx.rows("SELECT file_id, version_key, record FROM captions"):
        changed = json.loads(record) | {
            "keywords": list(SECRETS),
            "facts": texts,
            "text": LEAKS[0],
            "hints": list(LEAKS),
        }
        tx.run(
            "UPDATE captions SET record = ? WHERE file_id = ? AND version_key = ?",
            (json.dumps(changed, ensure_ascii=False), file_id, key),
        )
    for file_id, record in tx.rows("SELECT file_id, record FROM prompts WHERE record IS NOT NULL"):
        changed = json.loads(record)
        changed["software"] = LEAKS[1]
        tx.run("UPDATE prompts SET record = ? WHERE file_id = ?", (json.dumps(changed), file_id))
    tx.run("INSERT INTO tags (file_id, tag, source, folded) VALUES (1, ?, 'file', 'x')", (LEAKS[4],))
    marks.set_note(tx, 1, "/home/kimcs/메모", 1)
    for number, leak in enumerate(LEAKS[:3]):
        collections.create(tx, f"모음 {number}", 1, query=f'folder:"{leak}"')
        filter_presets.add(tx, f"거르개 {number}", f'rating:5 folder:"{leak}"', 1)
    inside = collections.create(tx, "고른 것", 1)
    collections.add(tx, inside, [1, 2], 1)
    filter_presets.add(tx, "별", "rating:5", 1)


def texts_of(path: Path) -> dict[str, str]:
    """Return every member as text, escapes undone, twice, since JSON stands inside JSON."""
    with zipfile.ZipFile(path) as archive:
        texts = {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
    for _ in range(2):
        texts = {
            name: re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)
            for name, text in texts.items()
        }
    return {name: nfc(text) for name, text in texts.items()}


@pytest.mark.parametrize("names", [True, False])
def test_no_part_of_a_path_is_in_a_share(leaky: Database, tmp_path: Path, *, names: bool):
    path = tmp_path / "share.ipkg"
    packaged.write(leaky, path, paths=False, names=names, notes=False)
    texts = texts_of(path)
    for name, text in texts.items():
        assert not [secret for secret in (*SECRETS, str(tmp_path)) if secret in text], name
        assert not re.search(r"/(home|Users)\b|C:[\\/]|file:|APPDATA", text), name
    assert json.loads(texts[MANIFEST])["roots"] == []
    assert ("그림.png" in texts[PICTURES]) == names
    assert ("노을" in texts[PICTURES]) == names
    # What tells no place is there.
    assert "봄의 제주" in texts[PICTURES]
    assert "1girl" in texts[PICTURES]
    assert [json.loads(line)["name"] for line in texts[COLLECTIONS].splitlines()] == ["고른 것"]
    assert [json.loads(line)["name"] for line in texts[PRESETS].splitlines()] == ["별"]


def test_without_a_share_everything_is_told(leaky: Database, tmp_path: Path):
    packaged.write(leaky, tmp_path / "all.ipkg")
    texts = texts_of(tmp_path / "all.ipkg")
    assert all(nfc(secret) in texts[PICTURES] for secret in SECRETS)
    assert json.loads(texts[MANIFEST])["roots"] == [str(tmp_path / "김철수" / "비밀 폴더")]


def test_a_share_can_be_taken_in_and_searched(leaky: Database, empty: Database, tmp_path: Path):
    packaged.write(leaky, tmp_path / "share.ipkg", paths=False, names=False)
    report = packaged.read(empty, tmp_path / "share.ipkg")
    assert (report.new, report.away, report.relinked) == (7, 7, 0)
    keys = [row[0] for row in empty.read().rows("SELECT key FROM files")]
    assert all(re.fullmatch(r"package:[0-9a-f]{12}/-(~\d+)?/[0-9a-f]{16}\.\w+", key) for key in keys)
    assert len(set(keys)) == 7
    assert len(fulltext.search(empty.read(), '"제주"', 10)) == 7


@pytest.mark.parametrize("text", LEAKS)
def test_what_tells_a_path(text: str):
    assert Cleaner("/home/x/제주 여행/a.psd", FOLDERS, names=True).tells(text)


@pytest.mark.parametrize(
    "text",
    [
        "봄의 제주",
        "http://ns.adobe.com/xap/1.0/",
        "1/250",
        "and/or",
        "image/jpeg",
        "2026-01-02T03:04:05",
        "f/2.8",
        "a: b",
    ],
)
def test_what_does_not(text: str):
    assert not Cleaner("/home/x/제주 여행/a.psd", FOLDERS, names=True).tells(text)


def test_hidden_names():
    cleaner = Cleaner("/home/x/비밀 그림.psd", FOLDERS, names=False)
    assert cleaner.clean({"title": "비밀 그림", "other": ["비밀 그림.psd", "다른 것"]}) == {
        "title": "",
        "other": ["", "다른 것"],
    }
    assert Cleaner("/home/x/비밀 그림.psd", FOLDERS, names=True).clean("비밀 그림") == "비밀 그림"


@pytest.mark.parametrize(
    ("query", "tells"), [("folder:여행", True), ("폴더:여행 rating:5", True), ("rating:5", False), (None, False)]
)
def test_queries_that_name_folders(query: str | None, tells: bool):  # noqa: FBT001  # a parameter of the table
    assert tells_folder(query) == tells
