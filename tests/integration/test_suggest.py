"""Suggestions through the real process: what was just indexed, tagged or searched for is there at once."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

import pytest

from fixtures import commandline, pictures, png, psd
from fixtures.conversation import Conversation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# The real process with an operation that has lanes and works until it is cancelled.
DRIVER = """
import sys, time
from imageparser.errors import CancelledError
from imageparser.ipc import ops, process
from imageparser.ipc.asking import LanePayload, lane_of
from imageparser.ipc.op import op

@op("hold", payload=LanePayload, lane=lane_of)
def hold(job, payload):
    job.begin(1)
    while not job.cancel.cancelled:
        time.sleep(0.01)
    raise CancelledError

known = ops.named
ops.named = lambda name: hold if name == "hold" else known(name)
sys.exit(process.serve(None))
"""


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home with a library of three pictures in a folder of Korean name, one of them with layers."""
    home = tmp_path_factory.mktemp("shelf")
    folder = home / unicodedata.normalize("NFD", "고궁")
    folder.mkdir()
    png.novelai(folder / "1.png", prompt="1girl, cat ears")
    png.novelai(folder / "2.png", prompt="cat ears, 밤하늘")
    patch = pictures.with_alpha(pictures.scene(20, 16, seed=3))
    layers = [psd.Layer(name, patch) for name in ("검은 고양이", "Layer 12")]
    psd.write(folder / "3.psd", pictures.scene(64, 48), layers)
    assert commandline.index(folder, home / "library.sqlite").code == 0
    return home


@pytest.fixture
def talk(shelf: Path) -> Iterator[Conversation]:
    with Conversation(shelf, library=shelf / "library.sqlite") as opened:
        yield opened
        opened.process.kill()


def suggested(talk: Conversation, query: str, **payload: Any) -> list[tuple[str, str, int | None]]:
    done = talk.run("suggest", "s", query=query, **payload)[-1]["payload"]
    return [(one["kind"], one["insert"], one["files"]) for one in done["suggestions"]]


def test_what_the_library_says_by_kind_and_count(talk: Conversation):
    assert ("prompt_tag", 'prompt_tag:"cat ears"', 2) in suggested(talk, "ca", wait=True)
    assert ("prompt_tag", "prompt_tag:밤하늘", 1) in suggested(talk, "밤ㅎ")
    assert ("layer", 'layer:"검은 고양이"', 1) in suggested(talk, "ㄱㅇㅇ")
    assert ("layer", "layer:Layer", 1) in suggested(talk, "layer:la")
    assert ("folder", "folder:고궁", 3) in suggested(talk, unicodedata.normalize("NFD", "고구"))
    assert suggested(talk, "generator:nov") == [("generator", "generator:NovelAI", 2)]


def test_a_new_tag_is_there_at_once_and_leads(talk: Conversation):
    talk.run("tag_edit", "t", ids=[1, 2], add=["고양이"])
    assert suggested(talk, "고야")[0] == ("tag", "tag:고양이", 2)
    edit = talk.run("tag_edit", "u", ids=[1], remove=["고양이"])[-1]["payload"]["edit"]
    assert suggested(talk, "ㄱㅇㅇ")[0] == ("tag", "tag:고양이", 1)
    talk.run("edit_undo", "v", edit=edit)
    assert suggested(talk, "고양ㅇ")[0] == ("tag", "tag:고양이", 2)


def test_searches_are_remembered_where_asked_and_wanted(talk: Conversation):
    talk.run("find", "1", query="검은 고양이 rating:>=4", remember=True)
    talk.run("find", "2", query="검은 강아지")
    assert suggested(talk, "검은 ㄱ")[0] == ("history", "검은 고양이 rating:>=4", None)
    kept = talk.run("history", "3", forget=["검은 고양이 rating:>=4"], keep=False)[-1]["payload"]
    assert (kept["forgotten"], kept["kept"]) == (1, False)
    talk.run("find", "4", query="검은 고양이", remember=True)
    assert talk.run("history", "5", keep=True)[-1]["payload"]["searches"] == []


def test_the_command_counts_what_is_new_first(shelf: Path):
    library = shelf / "library.sqlite"
    told = commandline.run("suggest", "밤하", "--json", "--library", library, home=shelf).value
    assert [one["insert"] for one in told["suggestions"]] == ["prompt_tag:밤하늘"]
    with (shelf / "out.txt").open("wb") as out:
        assert commandline.start("suggest", "색:빨", "--library", library, home=shelf, stdout=out).wait(60) == 0
    assert "color:red" in (shelf / "out.txt").read_text(encoding="utf-8")
    absent = commandline.run("suggest", "a", "--json", "--library", shelf / "none.sqlite", home=shelf)
    assert (absent.code, (shelf / "none.sqlite").exists()) == (1, False)
    assert commandline.run("history", "--json", "--library", library, home=shelf).value["kept"] is True


def test_a_newer_question_of_a_lane_cancels_the_former(tmp_path: Path):
    with Conversation(tmp_path, driver=DRIVER) as talk:
        talk.say({"id": "old", "type": "run", "op": "hold", "payload": {"lane": "bar"}})
        talk.say({"id": "other", "type": "run", "op": "hold", "payload": {"lane": "window 2"}})
        talk.say({"id": "free", "type": "run", "op": "hold", "payload": {}})
        talk.say({"id": "new", "type": "run", "op": "hold", "payload": {"lane": "bar"}})
        assert talk.until("old")[-1]["cancelled"] is True
        for name in ("other", "free", "new"):
            talk.say({"id": name, "type": "cancel"})
            assert talk.until(name)[-1]["cancelled"] is True
        talk.process.kill()
