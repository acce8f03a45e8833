"""Who gets in, what is refused, and how every answer is locked down, over real HTTP and websockets."""

from __future__ import annotations

import http.client
import json
from typing import TYPE_CHECKING

import pytest
from websockets.exceptions import InvalidStatus

from fixtures.serving import Visitor, token_of
from imageparser.server.running import Server

if TYPE_CHECKING:
    from pathlib import Path

    from imageparser import Library

DIGEST = "ab" * 32
PATHS = ["/", "/icon.svg", "/assets/x.js", "/preview/1", "/tile/1/0/0_0", f"/thumb/{DIGEST}.webp", "/nothing"]


@pytest.mark.parametrize("path", PATHS)
def test_without_the_cookie_nothing_is_told(stranger: Visitor, path: str):
    answer = stranger.get(path)
    assert answer.status == 403
    assert json.loads(answer.body)["error"]["code"] == "denied"
    name = f"imageparser-{stranger.port}"
    assert stranger.get(path, Cookie=f"{name}=wrong").status == 403
    assert stranger.get(path, Cookie=f'{name}="; ;=').status == 403
    assert stranger.get("/upload", method="POST", body=b"x", Origin=stranger.origin).status == 403


@pytest.mark.parametrize("token", ["guess", "", "%ED%95%9C"])
def test_a_wrong_token_is_refused(stranger: Visitor, token: str):
    assert stranger.get(f"/?token={token}").status == 403


def test_the_token_works_once_and_leaves_the_address(library: Library):
    with Server(library) as server:
        first = Visitor(server.port, server.address)
        assert Visitor(server.port).get("/?token=" + token_of(server.address)).status == 403
        again = first.get("/?token=" + token_of(server.address))
        assert (again.status, again.headers["Location"]) == (303, "/")


def test_the_cookie_is_closed_to_scripts_and_other_sites_and_belongs_to_its_port(library: Library):
    with Server(library) as server, Server(library) as other:
        told = Visitor(server.port).get("/?token=" + token_of(server.address)).headers["Set-Cookie"]
        assert {"HttpOnly", "SameSite=Strict"} <= {part.strip() for part in told.split(";")}
        cookie = told.partition(";")[0]
        assert Visitor(server.port).get("/nothing", Cookie=cookie).status == 404
        assert Visitor(other.port).get("/nothing", Cookie=cookie).status == 403
        forged = cookie.replace(str(server.port), str(other.port))
        assert Visitor(other.port).get("/nothing", Cookie=forged).status == 403


HOSTS = ["evil.example", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example:{port}", "evil.example:{port}", ""]


@pytest.mark.parametrize("host", HOSTS)
def test_other_hosts_are_refused(guest: Visitor, host: str):
    named = host.format(port=guest.port)
    assert guest.get("/nothing", Host=named).status == 403
    if named:
        with pytest.raises(InvalidStatus, match="403"), guest.talk(host=named, Origin=f"http://{named}"):
            pass


def test_localhost_is_this_machine_too(guest: Visitor):
    assert guest.get("/nothing", Host=f"localhost:{guest.port}").status == 404


ORIGINS = ["http://evil.example", "null", "https://127.0.0.1:{port}", "http://127.0.0.1:1", "http://localhost:{port}"]


@pytest.mark.parametrize("origin", ORIGINS)
def test_other_origins_are_refused(guest: Visitor, origin: str):
    named = origin.format(port=guest.port)
    assert guest.get("/nothing", Origin=named).status == 403
    assert guest.get("/upload", method="POST", body=b"x", Origin=named).status == 403
    with pytest.raises(InvalidStatus, match="403"), guest.talk(Origin=named):
        pass


def test_what_may_change_something_must_tell_its_origin(guest: Visitor):
    assert guest.get("/nothing").status == 404
    assert guest.get("/upload", method="POST", body=b"x").status == 403
    with pytest.raises(InvalidStatus, match="403"), guest.talk(Origin=""):
        pass
    with guest.talk() as talk:
        assert talk.ask("query_parse", query="고양이")["type"] == "done"


def test_a_websocket_needs_the_cookie(stranger: Visitor):
    with pytest.raises(InvalidStatus, match="403"), stranger.talk():
        pass


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_other_sites_may_not_embed_it(guest: Visitor, site: str):
    assert guest.get("/nothing", Sec_Fetch_Site=site).status == 403
    assert guest.get("/nothing", Sec_Fetch_Site="same-origin").status == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_pictures_are_only_read(guest: Visitor, method: str):
    assert guest.get("/preview/1", method=method, body=b"", Origin=guest.origin).status == 405


@pytest.mark.parametrize(
    "path",
    [
        "/thumb/../library.sqlite",
        "/thumb/..%2flibrary.sqlite",
        "/thumb/%2e%2e/library.sqlite",
        "/../../../../etc/passwd",
        "//etc/passwd",
        "/assets/../../guard.py",
        "/assets/%2e%2e/%2e%2e/guard.py",
        "/assets/..%2f..%2fguard.py",
        f"/thumb/{DIGEST}.webp/../../library.sqlite",
        f"/thumb/{DIGEST.upper()}.webp",
        f"/thumb/{DIGEST}.webp",
        f"/thumb/{DIGEST}",
        "/thumb/",
        "/preview/",
        "/preview/-1",
        "/preview/99",
        "/preview/1/2",
        "/tile/99/0/0_0",
        "/static/app/index.html",
        "/api/find",
    ],
)
def test_only_known_names_are_served(guest: Visitor, path: str):
    answer = guest.get(path)
    assert answer.status == 404
    assert b"SQLite" not in answer.body
    assert b"root:" not in answer.body
    assert b"import" not in answer.body


@pytest.mark.parametrize("path", ["/", "/nothing", "/preview/99", "/assets/x.js"])
def test_every_answer_is_locked_down(guest: Visitor, path: str):
    headers = guest.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert f"ws://127.0.0.1:{guest.port}" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Server"] is None


def test_a_silent_connection_does_not_stop_the_others(guest: Visitor):
    silent = [http.client.HTTPConnection("127.0.0.1", guest.port) for _ in range(40)]
    for connection in silent:
        connection.connect()
    assert guest.get("/nothing").status == 404
    for connection in silent:
        connection.close()


def test_an_app_that_was_not_built_is_said(guest: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("imageparser.server.app.APP", tmp_path)
    answer = guest.get("/")
    assert answer.status == 503
    assert "make app" in answer.body.decode("utf-8")
    assert guest.get("/icon.svg").status == 404
    (tmp_path / "index.html").write_text("<!doctype html>사진", encoding="utf-8")
    found = guest.get("/")
    assert (found.status, found.body.decode("utf-8")) == (200, "<!doctype html>사진")
