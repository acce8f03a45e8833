"""Sidecars that are written by themselves, after changes made through the protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from imageparser import Library
from imageparser.settings import Settings, SidecarSettings
from imageparser.text import key_of
from imageparser.xmp.packet import Packet

if TYPE_CHECKING:
    from pathlib import Path


def changed(tmp_path: Path, folder: Path, write: str, idle: float = 60.0) -> Library:
    """Return an open library in which one picture has got a rating."""
    settings = Settings(sidecars=SidecarSettings(write=write, idle_seconds=idle))  # type: ignore[arg-type]
    library = Library.open(tmp_path / "library.sqlite", settings=settings)
    library.index([folder], phases=["P"])
    number = library.database.read().value("SELECT id FROM files WHERE key = ?", (key_of(folder / "a.png"),))
    library.run("mark", {"ids": [number], "rating": 4})
    return library


def queued(library: Library) -> Any:
    return library.run("sidecar_status")["payload"]["queued"]


def test_at_once_and_whatever_is_left_at_the_end(tmp_path: Path, folder: Path):
    with changed(tmp_path, folder, "now"):
        pass
    assert Packet((folder / "a.png.xmp").read_bytes()).text("xmp:Rating") == "4"
    with Library.open(tmp_path / "library.sqlite") as library:
        assert queued(library) == 0
        assert library.index([folder], phases=["P"])["sidecars"]["read"] == 0


@pytest.mark.parametrize("write", ["off", "manual"])
def test_only_when_it_is_asked_for(tmp_path: Path, folder: Path, write: str):
    with changed(tmp_path, folder, write) as library:
        library.sidecars.close()
        assert not (folder / "a.png.xmp").exists()
        assert queued(library) == 1
        done = library.run("sidecar_write", {"dry_run": False})
        assert done["payload"] == {"new": 1, "changed": 0, "same": 0, "failed": 0}
        assert queued(library) == 0


def test_when_it_is_quiet(tmp_path: Path, folder: Path):
    with changed(tmp_path, folder, "idle", idle=0.01) as library:
        for _ in range(3000):
            if queued(library) == 0:
                break
            library.sidecars._closing.wait(0.01)
        assert (folder / "a.png.xmp").exists()


def test_not_while_it_is_busy(tmp_path: Path, folder: Path):
    with changed(tmp_path, folder, "idle") as library:
        assert queued(library) == 1
    assert not (folder / "a.png.xmp").exists()


def test_what_cannot_be_written_does_not_come_again_and_again(tmp_path: Path, folder: Path):
    (folder / "a.png.xmp").write_bytes(b"no xml")
    with changed(tmp_path, folder, "now"):
        pass
    assert (folder / "a.png.xmp").read_bytes() == b"no xml"
    with Library.open(tmp_path / "library.sqlite") as library:
        status = library.run("sidecar_status")["payload"]
    assert (status["queued"], status["unwritable"]) == (1, 1)
    assert {one["doing"] for one in status["failures"]} == {"read", "write"}
