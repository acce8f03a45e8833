"""`imageparser serve` as a program: address, cookie, the protocol over its websocket, a clean end."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from fixtures import commandline, photo, png
from fixtures.serving import Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("serve")
    pictures = made / "pictures" / "여행"
    pictures.mkdir(parents=True)
    photo.jpeg(pictures / "서울 야경.jpg")
    png.of_type(pictures / "line\nbreak <b>.png", png.RGBA, 8)
    assert commandline.index(made / "pictures", made / "library.sqlite", "--phases", "P,VV").code == 0
    return made


@pytest.fixture(scope="module")
def visitor(home: Path) -> Iterator[Visitor]:
    options = ("--json", "--lang", "ko", "--library", home / "library.sqlite")
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with commandline.start("serve", *options, home=home, **pipes) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        told = json.loads(process.stdout.readline())
        assert told["url"].startswith(f"http://127.0.0.1:{told['port']}/?token=")
        yield Visitor(told["port"], told["url"])
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        said = process.stderr.read().decode("utf-8")
        assert "페이지 주소: http://127.0.0.1:" in said
        assert "Traceback" not in said
        assert process.stdout.read() == b""


def test_strangers_are_refused(visitor: Visitor):
    for path in ("/", "/icon.svg", "/ws"):
        assert Visitor(visitor.port).get(path).status == 403


def test_search_picture_and_thumbnail(visitor: Visitor):
    with visitor.talk() as talk:
        found = talk.ask("find", query="야경")["payload"]["results"]
        assert found[0]["path"].endswith("서울 야경.jpg")
        assert found[0]["axes"]["keyword"]["rank"] == 1
        everything = talk.ask("find")["payload"]["results"]
    assert any("line\nbreak <b>.png" in one["path"] for one in everything)
    answer = visitor.get(f"/thumb/{found[0]['digest']}.webp")
    assert (answer.status, answer.headers["Content-Type"], answer.body[8:12]) == (200, "image/webp", b"WEBP")
    assert visitor.get(f"/preview/{found[0]['id']}").headers["Content-Type"] == "image/jpeg"


def test_a_dropped_picture_is_searched_by(visitor: Visitor, home: Path):
    body = (home / "pictures" / "여행" / "서울 야경.jpg").read_bytes()
    brought = json.loads(visitor.get("/upload", method="POST", body=body, Origin=visitor.origin).body)
    with visitor.talk() as talk:
        found = talk.ask("find", image=brought["path"])["payload"]
    assert found["results"][0]["path"].endswith("서울 야경.jpg")


def test_what_the_user_changes_is_written(visitor: Visitor):
    with visitor.talk() as talk:
        item = talk.ask("find", query="야경")["payload"]["results"][0]["id"]
        assert talk.ask("mark", ids=[item], rating=4)["payload"]["changed"] == 1
        assert talk.ask("find", query="rating:4")["payload"]["total"] == 1


def test_an_absent_library_is_made(tmp_path: Path):
    library = tmp_path / "새 폴더" / "library.sqlite"
    options = ("--json", "--idle-minutes", "0.01", "--library", library)
    assert commandline.run("serve", *options, home=tmp_path, limit=30).code == 0
    assert library.exists()


def test_it_ends_by_itself_when_nobody_asks(home: Path):
    options = ("--json", "--idle-minutes", "0.01", "--library", home / "library.sqlite")
    outcome = commandline.run("serve", *options, home=home, limit=30)
    assert outcome.code == 0
    assert outcome.value["url"]


def test_a_port_in_use_is_an_error(visitor: Visitor, home: Path):
    command = [sys.executable, "-m", "imageparser", "serve", "--json", "--library", str(home / "library.sqlite")]
    taken = subprocess.run([*command, "--port", str(visitor.port)], capture_output=True, text=True, check=False)
    assert taken.returncode == 1
    assert "in use" in json.loads(taken.stdout)["error"]["message"]
