"""`imageparser serve` as a program: address, cookie, search over HTTP, a clean end."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import pytest

from fixtures import commandline, photo, png

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Page:
    """A running page and a visitor that was let in."""

    def __init__(self, process: subprocess.Popen[bytes], told: dict[str, Any]) -> None:
        self.process = process
        self.told = told
        address = urlsplit(told["url"])
        self.host = address.netloc
        status, headers, _ = self.get(f"/?{address.query}", cookie=None)
        assert status == 303
        self.cookie = headers["Set-Cookie"].partition(";")[0]

    def get(self, path: str, cookie: str | None = "own") -> tuple[int, Any, bytes]:
        connection = http.client.HTTPConnection(self.host, timeout=30)
        headers = {} if cookie is None else {"Cookie": self.cookie if cookie == "own" else cookie}
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response.status, response.headers, body


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    home = tmp_path_factory.mktemp("serve")
    pictures = home / "pictures" / "여행"
    pictures.mkdir(parents=True)
    photo.jpeg(pictures / "서울 야경.jpg")
    png.of_type(pictures / "line\nbreak <b>.png", png.RGBA, 8)
    library = home / "library.sqlite"
    assert commandline.index(home / "pictures", library).code == 0
    with commandline.start(
        "serve",
        "--json",
        "--lang",
        "ko",
        "--library",
        library,
        home=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        yield Page(process, json.loads(process.stdout.readline()))
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        said = process.stderr.read().decode("utf-8")
        assert "페이지 주소: http://127.0.0.1:" in said
        assert "Traceback" not in said
        assert process.stdout.read() == b""


def test_the_address_is_told(page: Page):
    assert page.told["url"].startswith(f"http://127.0.0.1:{page.told['port']}/?token=")


def test_strangers_are_refused(page: Page):
    for path in ("/", "/api/find?q=a", "/page.js"):
        assert page.get(path, cookie=None)[0] == 403
        assert page.get(path, cookie="imageparser=guess")[0] == 403


def test_the_page_comes_in_the_language_of_the_command(page: Page):
    status, headers, body = page.get("/")
    assert status == 200
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "어떤 그림을 찾으세요?" in body.decode("utf-8")


def test_search_details_and_thumbnail(page: Page):
    answer = json.loads(page.get(f"/api/find?q={quote('야경')}")[2])
    assert [result["path"].endswith("서울 야경.jpg") for result in answer["results"]] == [True]
    found = answer["results"][0]
    assert found["axes"]["keyword"]["rank"] == 1
    details = json.loads(page.get(f"/api/picture/{found['id']}")[2])
    assert details["format"] == "jpeg"
    status, headers, body = page.get(found["thumbnail"])
    assert (status, headers["Content-Type"], body[:4], body[8:12]) == (200, "image/webp", b"RIFF", b"WEBP")


def test_without_a_query_the_newest_are_shown(page: Page):
    results = json.loads(page.get("/api/find")[2])["results"]
    assert len(results) == 2
    assert any("line\nbreak <b>.png" in result["path"] for result in results)


def test_nothing_outside_the_thumbnails_can_be_read(page: Page):
    for path in ("/thumb/../library.sqlite", "/thumb/%2e%2e%2flibrary.sqlite", "/../library.sqlite", "//etc/passwd"):
        assert page.get(path)[0] == 404


def test_it_ends_by_itself_when_nobody_asks(tmp_path: Path):
    photo.jpeg(tmp_path / "a.jpg")
    library = tmp_path / "library.sqlite"
    assert commandline.index(tmp_path, library).code == 0
    outcome = commandline.run(
        "serve", "--json", "--idle-minutes", "0.01", "--library", library, home=tmp_path, limit=30
    )
    assert outcome.code == 0
    assert outcome.value["url"]


def test_a_port_in_use_and_an_absent_library_are_errors(page: Page, tmp_path: Path):
    absent = commandline.run("serve", "--json", "--library", tmp_path / "no.sqlite", home=tmp_path)
    assert (absent.code, absent.value["error"]["code"]) == (1, "not_found")
    photo.jpeg(tmp_path / "a.jpg")
    assert commandline.index(tmp_path, tmp_path / "library.sqlite").code == 0
    command = [sys.executable, "-m", "imageparser", "serve", "--json", "--library", str(tmp_path / "library.sqlite")]
    taken = subprocess.run([*command, "--port", str(page.told["port"])], capture_output=True, text=True, check=False)
    assert taken.returncode == 1
    assert "in use" in json.loads(taken.stdout)["error"]["message"]
