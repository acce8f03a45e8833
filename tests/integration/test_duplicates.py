"""Duplicates through the real process: copies of real pictures, found, chosen, merged, put aside, taken back."""

from __future__ import annotations

import shutil
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from fixtures import commandline
from fixtures.conversation import Conversation
from imageparser import Library

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.corpus
FOLDER = unicodedata.normalize("NFD", "여행 사진")


class Shelf:
    """A folder with one picture in many forms, others once, and the process that knows them."""

    def __init__(self, base: Path, talk: Conversation) -> None:
        self.base = base
        self.talk = talk

    def run(self, op: str, **payload: Any) -> dict[str, Any]:
        *_, last = self.talk.run(op, **payload)
        assert last["type"] == "done", last
        return dict(last["payload"])

    def names(self, **wanted: Any) -> list[list[str]]:
        """Return the groups by the names of their files."""
        groups = self.run("duplicates", **wanted)["groups"]
        return sorted(sorted(Path(one["path"]).name for one in group["pictures"]) for group in groups)

    def id(self, name: str) -> int:
        found = self.run("find", query=f'name:"{Path(name).stem}"', limit=50)["results"]
        return int(next(row["id"] for row in found if Path(row["path"]).name == name))


def make(corpus: Path, folder: Path) -> None:
    """Write a photo as it is, copied, under another name, smaller, worse, without loss; and others once."""
    photos = [path for path in sorted((corpus / "retrieval").rglob("*.jpg")) if path.stat().st_size > 30_000]
    folder.mkdir(parents=True)
    shutil.copyfile(photos[0], folder / "one.jpg")
    (folder / "복사").mkdir()
    shutil.copyfile(photos[0], folder / "복사" / "하나.jpg")
    with Image.open(photos[0]) as picture:
        whole = picture.convert("RGB")
    whole.save(folder / "worse.jpg", quality=40)
    whole.resize((whole.width // 2, whole.height // 2)).save(folder / "half.webp", quality=80)
    whole.save(folder / "whole.png")
    whole.save(folder / "whole.webp", lossless=True)
    whole.transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(folder / "mirrored.jpg", quality=92)
    for place, other in enumerate(photos[5:13]):
        shutil.copyfile(other, folder / f"other{place}.jpg")
    for name, colour in (("red", "#f00"), ("blue", "#00f")):
        Image.new("RGB", (300, 200), colour).save(folder / f"{name}.png")


@pytest.fixture
def shelf(corpus: Path, tmp_path: Path) -> Iterator[Shelf]:
    folder = tmp_path / FOLDER
    make(corpus, folder)
    with Library.open(tmp_path / "library.sqlite") as library:
        library.index([folder], phases=["P", "VV"])
    with Conversation(tmp_path, library=tmp_path / "library.sqlite") as talk:
        yield Shelf(tmp_path, talk)


EVERY = ["half.webp", "one.jpg", "whole.png", "whole.webp", "worse.jpg", "하나.jpg"]


def test_each_kind_finds_what_it_says(shelf: Shelf) -> None:
    assert shelf.names(kinds=["exact"]) == [["one.jpg", "하나.jpg"]]
    same = {frozenset(group) for group in shelf.names(kinds=["pixels"])}
    apart = {frozenset(("one.jpg", "하나.jpg")), frozenset(("whole.png", "whole.webp"))}
    # Where two decoders of JPEG agree to the last bit, the lossless ones equal the photo, too.
    assert same in (apart, {frozenset.union(*apart)})
    assert shelf.names() == [EVERY]
    looks = shelf.names(kinds=["vector"], cosine=0.9)
    assert [group for group in looks if "one.jpg" in group] == [sorted([*EVERY, "mirrored.jpg"])]
    assert shelf.names(query="name:worse") == []
    assert shelf.names(query='folder:"여행 사진" -name:half') == [[name for name in EVERY if name != "half.webp"]]


def test_a_group_says_how_each_is_a_duplicate(shelf: Shelf) -> None:
    answer = shelf.run("duplicates", kinds=["exact", "hash", "vector"], cosine=0.99)
    (group,) = [one for one in answer["groups"] if len(one["pictures"]) > 2]
    kinds = {Path(one["path"]).name: one for one in group["pictures"]}
    first = group["pictures"][0]
    assert (first["id"], first["bits"]) == (group["middle"], 0)
    assert all(one["bits"] <= 6 or one["cosine"] >= 0.99 for one in kinds.values())
    assert group["spare"] == sum(one["bytes"] for one in kinds.values()) - max(o["bytes"] for o in kinds.values())
    assert Path(first["thumbnail"]).exists()
    assert answer["spare"] == sum(one["spare"] for one in answer["groups"])


def test_pages_follow_each_other(shelf: Shelf) -> None:
    wanted = {"kinds": ["vector"], "cosine": 0.6}
    whole = shelf.run("duplicates", **wanted)
    pages, offset = [], 0
    while offset is not None:
        page = shelf.run("duplicates", **wanted, limit=1, offset=offset)
        pages += page["groups"]
        offset = page["next"]
    assert pages == whole["groups"]
    assert len(pages) == whole["total"]


def test_a_plan_tells_who_is_kept_and_why(shelf: Shelf) -> None:
    worse = shelf.id("worse.jpg")
    shelf.run("mark", ids=[worse], rating=5)
    (group,) = shelf.run("duplicates_plan")["groups"]
    assert group["keep"] == worse
    assert {one["by"] for one in group["others"]} == {"rating"}
    rules = [{"by": "folder", "value": str(shelf.base / FOLDER / "복사")}]
    (group,) = shelf.run("duplicates_plan", keep=rules)["groups"]
    assert group["keep"] == shelf.id("하나.jpg")
    (group,) = shelf.run("duplicates_plan", keep=[{"by": "resolution"}, {"by": "format"}])["groups"]
    assert group["keep"] == shelf.id("whole.png")
    why = {one["id"]: one["by"] for one in group["others"]}
    assert why[shelf.id("half.webp")] == "resolution"
    assert why[shelf.id("one.jpg")] == "format"
    (group,) = shelf.run("duplicates_plan", picks=[shelf.id("half.webp")])["groups"]
    assert group["keep"] == shelf.id("half.webp")


def test_what_was_said_comes_together_and_goes_back(shelf: Shelf) -> None:
    keep, other = shelf.id("one.jpg"), shelf.id("하나.jpg")
    shelf.run("tag_edit", ids=[other], add=["바다"])
    shelf.run("comment_save", picture=other, author="민지", body="@현우 이거 봐")
    collection = shelf.run("collection_save", name="여름")["collection"]
    shelf.run("collection_edit", collection=collection, action="add", ids=[other])
    shelf.run("mark", ids=[other], rating=4, label="red", note="두 번째")
    (group,) = shelf.run("duplicates")["groups"]
    said = {
        one["id"]: (one["user_tags"], one["collections"], one["comments"], one["noted"]) for one in group["pictures"]
    }
    assert (said[other], said[keep]) == ((["바다"], [collection], 1, True), ([], [], 0, False))
    merged = shelf.run("duplicates_merge", groups=[{"keep": keep, "others": [other]}])
    nouns = ("tags", "collections", "comments", "notes", "ratings", "labels")
    assert merged == {**dict.fromkeys(nouns, 1), "edit": merged["edit"]}
    query = 'tag:바다 in:여름 rating:4 label:red note:"두 번째" mention:현우'
    assert [row["id"] for row in shelf.run("find", query=query)["results"]] == [keep]
    shelf.run("edit_undo", edit=merged["edit"])
    assert [row["id"] for row in shelf.run("find", query=query)["results"]] == [other]


def test_pictures_that_are_no_duplicates_stay_apart(shelf: Shelf) -> None:
    apart = [shelf.id("half.webp"), shelf.id("worse.jpg")]
    marked = shelf.run("duplicates_mark", ids=apart)
    for group in shelf.names():
        assert not {"half.webp", "worse.jpg"} <= set(group)
    assert shelf.run("duplicates")["apart"] == 1
    (decision,) = shelf.run("duplicates_apart")["decisions"]
    assert [one["path"].rsplit("/", 1)[1] for one in decision["pictures"]] == ["half.webp", "worse.jpg"]
    assert all(one["thumbnail"] for one in decision["pictures"])
    assert shelf.run("duplicates_mark", ids=apart, apart=False)["changed"] == 1
    assert shelf.run("duplicates_apart")["decisions"] == []
    shelf.run("edit_undo")
    shelf.run("edit_undo", edit=marked["edit"])
    assert shelf.names() == [EVERY]


def test_the_others_go_into_a_folder_and_come_back(shelf: Shelf) -> None:
    folder, target = shelf.base / FOLDER, shelf.base / unicodedata.normalize("NFD", "중복")
    target.mkdir()
    (target / "하나.jpg").write_bytes(b"mine")
    (folder / "복사" / "하나.txt").write_text("beside")
    before = sorted(str(path.relative_to(shelf.base)) for path in folder.rglob("*"))
    (group,) = shelf.run("duplicates_plan", keep=[{"by": "format", "value": "png"}])["groups"]
    chosen = [{"keep": group["keep"], "others": [one["id"] for one in group["others"]]}]
    shelf.run("duplicates_move", groups=chosen, target_root=str(target))
    assert sorted(str(path.relative_to(shelf.base)) for path in folder.rglob("*")) == before
    job = shelf.run("duplicates_move", groups=chosen, target_root=str(target), dry_run=False)["job"]
    assert (target / "하나.jpg").read_bytes() == b"mine"
    names = {unicodedata.normalize("NFC", path.name) for path in target.iterdir()}
    assert names == {"하나.jpg", "하나@@@1.jpg", "하나@@@1.txt", *(set(EVERY) - {"whole.png", "하나.jpg"})}
    assert shelf.names(query="-folder:중복") == []
    assert shelf.names() == [sorted(["하나@@@1.jpg", *(name for name in EVERY if name != "하나.jpg")])]
    shelf.run("undo", job=job, dry_run=False)
    assert sorted(str(path.relative_to(shelf.base)) for path in folder.rglob("*")) == before
    assert [path.name for path in target.iterdir()] == ["하나.jpg"] or len(list(target.iterdir())) == 1


def test_who_changed_or_is_gone_stays(shelf: Shelf) -> None:
    keep, one, two = shelf.id("one.jpg"), shelf.id("half.webp"), shelf.id("worse.jpg")
    (shelf.base / FOLDER / "half.webp").write_bytes(b"changed")
    (shelf.base / FOLDER / "worse.jpg").unlink()
    target = str(shelf.base / "twice")
    groups = [{"keep": keep, "others": [one, two]}]
    lines = shelf.talk.run("duplicates_move", groups=groups, target_root=target, dry_run=False)
    told = {Path(line["source"]).name: line["code"] for line in lines if line["type"] == "result"}
    assert told == {"half.webp": "changed", "worse.jpg": "not_found"}
    assert lines[-1]["errors"] == 2
    (shelf.base / FOLDER / "one.jpg").unlink()
    groups = [{"keep": keep, "others": [shelf.id("whole.png")]}]
    lines = shelf.talk.run("duplicates_move", groups=groups, target_root=target, dry_run=False)
    assert [line["code"] for line in lines if line["type"] == "result"] == ["not_found"]
    assert (shelf.base / FOLDER / "whole.png").exists()
    assert not Path(target).exists()


def test_files_that_cannot_be_read_now_have_no_equal_pixels(shelf: Shelf) -> None:
    (shelf.base / FOLDER / "whole.png").write_bytes(b"\x89PNG\r\n\x1a\n broken")
    assert not any("whole.png" in group for group in shelf.names(kinds=["pixels"]))


def test_the_commands_say_and_do_the_same(shelf: Shelf) -> None:
    shelf.talk.__exit__(None, None, None)
    home, library = shelf.base, shelf.base / "library.sqlite"

    def ask(*arguments: str, code: int = 0) -> dict[str, Any]:
        outcome = commandline.run("duplicates", *arguments, "--json", "--library", library, home=home)
        assert outcome.code == code, (outcome.lines, outcome.stderr)
        value: dict[str, Any] = outcome.value
        return value

    listed = ask("list", "--kind", "exact")
    assert (listed["total"], len(listed["groups"][0]["pictures"])) == (1, 2)
    planned = ask("plan", "--keep", "format=png", "--query", 'folder:"여행 사진"')
    keep = planned["groups"][0]["keep"]
    assert ask("merge", "--keep", "format=png") == {
        "groups": 1, "tags": 0, "collections": 0, "comments": 0, "notes": 0, "ratings": 0, "labels": 0, "edit": None,
    }  # fmt: skip
    others = [str(one["id"]) for one in planned["groups"][0]["others"]]
    assert len(ask("move", "--to", str(home / "twice"), "--keep", "format=png")["results"]) == len(others)
    assert not (home / "twice").exists()
    moved = ask("move", "--to", str(home / "twice"), "--keep", "format=png", "--apply")
    assert (moved["job"], len(list((home / "twice").iterdir()))) == (1, len(others))
    assert ask("mark", str(keep), *others)["changed"] == len(others) * (len(others) + 1) // 2
    assert ask("list")["total"] == 0
    assert ask("mark", str(keep), *others, "--together")["changed"] > 0
    assert ask("list")["total"] == 1
    assert ask("plan", "--keep", "beauty", code=2)["error"]["code"] == "usage"
