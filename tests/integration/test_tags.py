"""Tags through the real process and the command line: in, counted, suggested, moved about, out, and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from fixtures import commandline, photo, png
from fixtures.conversation import Conversation

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "그림"
    folder.mkdir()
    photo.camera_jpeg(folder / "사진.jpg")
    photo.camera_jpeg(folder / "닮은 사진.jpg")
    png.novelai(folder / "밤.png", prompt="1girl, night sky")
    done = commandline.index(folder, tmp_path / "library.sqlite", "--phases", "P,VV", limit=100)
    assert done.code == 0, done.stderr
    return tmp_path


def ask(home: Path, *arguments: str, code: int = 0) -> dict[str, Any]:
    done = commandline.run("tags", *arguments, "--json", "--library", home / "library.sqlite", home=home)
    assert done.code == code, done.stderr
    return done.value


def test_every_command(home: Path):
    (home / "그림" / "밤.txt").write_text("night_sky, artist:홍길동", encoding="utf-8")
    everywhere = str(home / "그림")
    assert ask(home, "import", everywhere, "--dry-run")["added"] == 2
    assert ask(home, "list")["tags"] == []
    assert ask(home, "import", everywhere)["new_tags"] == ["night sky", "홍길동"]
    assert ask(home, "add", "고양이", "동물", "--query", "사진")["changed"] == 4
    assert ask(home, "add", "고양이", "-p", "1", "-p", "2", "-p", "3")["changed"] == 1
    ask(home, "move", "고양이", "--below", "동물")
    ask(home, "alias", "고양이", "cat", "냥이")
    ask(home, "color", "cat", "#AABBCC")
    ask(home, "rename", "night sky", "밤하늘")
    ask(home, "merge", "동물", "--into", "생물")
    (cat,) = [tag for tag in ask(home, "list")["tags"] if tag["name"] == "고양이"]
    assert (cat["parent"], cat["color"], cat["aliases"]) == ("생물", "#aabbcc", ["cat", "냥이"])
    cloud = ask(home, "cloud", "--kind", "user", "--roll-up")
    counts = {tag["tag"]: tag["files"] for tag in cloud["tags"]}
    assert counts["생물"] == counts["고양이"] == 3
    assert counts["밤하늘"] == counts["artist"] == 1
    assert cloud["total"] == 3
    assert ask(home, "remove", "냥이", "--query", "")["changed"] == 3
    exported = ask(home, "export", everywhere, "--full", "--kinds", "--separator", "space")
    assert exported["new"] >= 1
    assert (home / "그림" / "밤.png.txt").read_text(encoding="utf-8").split() == ["밤하늘", "artist:홍길동"]
    ask(home, "delete", "고양이")
    ask(home, "move", "밤하늘", code=2)


def test_neighbours_and_one_step_back(home: Path):
    with Conversation(home, library=home / "library.sqlite") as talk:
        found = talk.run("find", query="sort:name")[-1]["payload"]["results"]
        alike = [one["id"] for one in found if one["path"].endswith(".jpg")]
        edit = talk.run("tag_edit", ids=alike[:1], add=["해변"])[-1]["payload"]["edit"]
        (tag, *_) = talk.run("tag_suggest", ids=alike[1:])[-1]["payload"]["tags"]
        assert (tag["tag"], tag["own"]) == ("해변", True)
        assert tag["reasons"][-1] == {
            "kind": "neighbours", "score": tag["reasons"][-1]["score"], "files": 1, "pictures": alike[:1],
        }  # fmt: skip
        assert tag["reasons"][-1]["score"] > 0.9
        query = talk.run("tag_edit", query="tag:해변", add=["여름"], remove=["해변"])[-1]["payload"]
        assert query["changed"] == 2
        for number in (query["edit"], edit):
            talk.run("edit_undo", edit=number)
        assert talk.run("tag_cloud", kinds=["user"])[-1]["payload"]["tags"] == []
