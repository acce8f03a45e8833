"""The page over real HTTP: who gets in, what is refused, what is answered."""

from __future__ import annotations

import http.client
import json
import threading
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from imageparser.errors import NotFoundError, UsageError
from imageparser.server.app import Server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DIGEST = "ab" * 32


class FakeLibrary:
    """Answers like `Library`."""

    def __init__(self, folder: Path) -> None:
        self.thumbnail = folder / f"{DIGEST}.webp"
        self.thumbnail.write_bytes(b"RIFFxxxxWEBP")
        (folder / "secret.txt").write_text("secret", encoding="utf-8")
        self.asked: list[tuple[str, dict[str, Any]]] = []

    def find(self, query: str, **options: Any) -> dict[str, Any]:
        self.asked.append((query, options))
        if query == "boom":
            raise RuntimeError("boom")
        if "bad" in options["filters"]:
            raise UsageError("no such filter")
        return {"query": query, "results": [{"id": 1, "thumbnail": str(self.thumbnail)}, {"id": 2, "thumbnail": None}]}

    def picture(self, item: int) -> dict[str, Any]:
        if item != 1:
            raise NotFoundError("no such picture")
        return {"id": item, "path": "/사진/<a>\n.png", "thumbnail": str(self.thumbnail)}

    def thumbnail_path(self, digest: str) -> Path | None:
        return self.thumbnail if digest == DIGEST else None


class Client:
    """A browser without manners."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.cookie: str | None = None

    def get(self, path: str, *, method: str = "GET", **headers: str) -> SimpleNamespace:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.server_port, timeout=10)
        sent = {"Host": f"127.0.0.1:{self.server.server_port}", **headers}
        if self.cookie and "Cookie" not in sent:
            sent["Cookie"] = self.cookie
        connection.putrequest(method, path, skip_host=True)
        for name, value in sent.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return SimpleNamespace(status=response.status, headers=response.headers, body=body)

    def json(self, path: str, **headers: str) -> Any:
        return json.loads(self.get(path, **headers).body)

    def enter(self) -> Client:
        token = self.server.address.partition("=")[2]
        answer = self.get(f"/?token={token}")
        assert answer.status == 303
        self.cookie = answer.headers["Set-Cookie"].partition(";")[0]
        return self


@pytest.fixture
def library(tmp_path: Path) -> FakeLibrary:
    return FakeLibrary(tmp_path)


@pytest.fixture
def server(library: FakeLibrary) -> Iterator[Server]:
    with Server(library, language="ko-KR") as running:  # type: ignore[arg-type]
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture
def stranger(server: Server) -> Client:
    return Client(server)


@pytest.fixture
def guest(server: Server) -> Client:
    return Client(server).enter()


def test_it_listens_on_loopback_only(server: Server):
    assert server.server_address[0] == "127.0.0.1"
    assert server.address.startswith(f"http://127.0.0.1:{server.server_port}/?token=")


@pytest.mark.parametrize(
    "path", ["/", "/page.js", "/api/find?q=x", "/api/picture/1", f"/thumb/{DIGEST}.webp", "/nothing"]
)
def test_without_the_cookie_nothing_is_told(stranger: Client, path: str):
    answer = stranger.get(path)
    assert answer.status == 403
    assert json.loads(answer.body)["error"]["code"] == "denied"
    assert stranger.get(path, Cookie="imageparser=wrong").status == 403
    assert stranger.get(path, Cookie='imageparser="; ;=').status == 403


def test_a_wrong_token_is_refused(stranger: Client):
    assert stranger.get("/?token=guess").status == 403
    assert stranger.get("/?token=").status == 403
    assert stranger.get("/?token=%ED%95%9C").status == 403


def test_the_token_works_once_and_leaves_the_address(guest: Client, server: Server):
    again = Client(server).get("/?token=" + server.address.partition("=")[2])
    assert again.status == 403
    own = guest.get("/?token=" + server.address.partition("=")[2])
    assert (own.status, own.headers["Location"]) == (303, "/")


def test_the_cookie_is_closed_to_scripts_and_other_sites(server: Server):
    cookie = Client(server).get("/?token=" + server.address.partition("=")[2]).headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Strict"} <= {part.strip() for part in cookie.split(";")}


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example:{port}", ""])
def test_other_hosts_are_refused(guest: Client, server: Server, host: str):
    assert guest.get("/", Host=host.format(port=server.server_port)).status == 403


def test_localhost_is_this_machine_too(guest: Client, server: Server):
    assert guest.get("/", Host=f"localhost:{server.server_port}").status == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1:{port}", "http://127.0.0.1:1"])
def test_other_origins_are_refused(guest: Client, server: Server, origin: str):
    assert guest.get("/api/find?q=a", Origin=origin.format(port=server.server_port)).status == 403


def test_its_own_origin_is_welcome(guest: Client, server: Server):
    assert guest.get("/api/find?q=a", Origin=f"http://127.0.0.1:{server.server_port}").status == 200


def test_other_sites_may_not_embed_it(guest: Client):
    assert guest.get("/api/find?q=a", Sec_Fetch_Site="cross-site").status == 403
    assert guest.get("/api/find?q=a", Sec_Fetch_Site="same-origin").status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_can_be_written(guest: Client, method: str):
    assert guest.get("/api/find?q=a", method=method).status in (405, 501)


@pytest.mark.parametrize(
    "path",
    [
        "/thumb/../secret.txt",
        "/thumb/..%2fsecret.txt",
        "/thumb/%2e%2e/secret.txt",
        "/../../../../etc/passwd",
        "//etc/passwd",
        f"/thumb/{DIGEST}.webp/../../secret.txt",
        f"/thumb/{DIGEST.upper()}.webp",
        f"/thumb/{'cd' * 32}.webp",
        f"/thumb/{DIGEST}",
        "/thumb/",
        "/static/page.js",
        "/api/picture/",
        "/api/picture/1/2",
        "/api/picture/-1",
        "/api/picture/99",
        "/api",
    ],
)
def test_only_known_names_are_served(guest: Client, path: str):
    answer = guest.get(path)
    assert answer.status == 404
    assert b"secret" not in answer.body
    assert b"root:" not in answer.body


def test_thumbnails_are_served_by_digest_and_may_be_kept(guest: Client):
    answer = guest.get(f"/thumb/{DIGEST}.webp")
    assert (answer.status, answer.body, answer.headers["Content-Type"]) == (200, b"RIFFxxxxWEBP", "image/webp")
    assert "immutable" in answer.headers["Cache-Control"]
    head = guest.get(f"/thumb/{DIGEST}.webp", method="HEAD")
    assert (head.status, head.body, head.headers["Content-Length"]) == (200, b"", "12")


@pytest.mark.parametrize("path", ["/", "/page.css", "/page.js", "/api/find?q=x", "/nothing"])
def test_every_answer_is_locked_down(guest: Client, path: str):
    headers = guest.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert "Python" not in headers["Server"]


def test_the_page_needs_nothing_from_outside(guest: Client):
    for path in ("/", "/page.css", "/page.js"):
        text = guest.get(path).body.decode("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http://" not in text
        assert "https://" not in text
    assert b"<style" not in guest.get("/").body
    assert b" style=" not in guest.get("/").body
    assert b"onclick" not in guest.get("/").body


def test_the_page_speaks_both_languages(guest: Client):
    korean = guest.get("/").body.decode("utf-8")
    assert '<html lang="ko-KR">' in korean
    assert "어떤 그림을 찾으세요?" in korean
    english = guest.get("/?lang=en-US").body.decode("utf-8")
    assert '<html lang="en-US">' in english
    assert "What are you looking for?" in english
    assert "{{" not in korean + english


def test_find_answers_json_and_hides_where_thumbnails_are(guest: Client, library: FakeLibrary):
    answer = guest.json("/api/find?q=%EA%B3%A0%EC%96%91%EC%9D%B4&top=5&filter=rating%3E%3D4&filter=format%3Dpng&like=7")
    assert [result["thumbnail"] for result in answer["results"]] == [f"/thumb/{DIGEST}.webp", None]
    assert library.asked == [("고양이", {"top": 5, "filters": ["rating>=4", "format=png"], "like": 7})]


def test_the_number_of_answers_is_bounded(guest: Client, library: FakeLibrary):
    guest.get("/api/find?q=a&top=99999999")
    assert library.asked[0][1]["top"] == 200


@pytest.mark.parametrize("query", ["top=many", "like=-1", "q=a&q=b", "filter=bad"])
def test_wrong_questions_are_told(guest: Client, query: str):
    answer = guest.get(f"/api/find?{query}")
    assert answer.status == 400
    assert json.loads(answer.body)["error"]["code"] == "usage"


def test_a_fault_says_nothing_of_its_inside(guest: Client):
    answer = guest.get("/api/find?q=boom")
    assert answer.status == 500
    assert json.loads(answer.body)["error"]["code"] == "internal"
    assert b"boom" not in answer.body


def test_details_of_a_picture(guest: Client):
    found = guest.json("/api/picture/1")
    assert found["path"] == "/사진/<a>\n.png"
    assert found["thumbnail"] == f"/thumb/{DIGEST}.webp"


def test_a_silent_connection_does_not_stop_the_others(server: Server, guest: Client):
    silent = [http.client.HTTPConnection("127.0.0.1", server.server_port) for _ in range(4)]
    for connection in silent:
        connection.connect()
    assert guest.get("/").status == 200
    for connection in silent:
        connection.close()
