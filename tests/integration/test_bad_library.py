"""A library that cannot be used: read-only, locked, newer, damaged, on a full disk; and files we may not read."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import apsw
import pytest

from fixtures import commandline, photo, pictures, png
from fixtures.commandline import complaints

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROOT_USER = hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.fixture
def permissions_bind() -> None:
    """Skip where permission bits cannot be made to bind this user."""
    try:
        if ROOT_USER:
            subprocess.run(["true"], preexec_fn=commandline.obey_permissions, check=True)
    except (OSError, subprocess.SubprocessError):
        pytest.skip("permission bits do not bind root, and the right to pass over them cannot be given up here")


def _library(folder: Path, count: int = 2) -> tuple[Path, Path]:
    """Return a folder of pictures and a library that knows them."""
    photos = folder / "photos"
    photos.mkdir()
    for number in range(count):
        photo.jpeg(photos / f"{number}.jpg", 64 + number, 48)
    library = folder / "library.sqlite"
    assert commandline.index(photos, library).code == 0
    return photos, library


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Path]:
    """Yield a folder whose permissions are opened again at the end, so that it can be removed."""
    yield tmp_path
    for path in [tmp_path, *tmp_path.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)


@pytest.mark.usefixtures("permissions_bind")
def test_an_unreadable_file_and_folder_are_named(closed: Path):
    photos = closed / "photos"
    (photos / "locked").mkdir(parents=True)
    secret, good = photo.jpeg(photos / "secret.jpg"), photo.jpeg(photos / "good.jpg")
    secret.chmod(0)
    (photos / "locked").chmod(0)
    outcome = commandline.index(photos, closed / "library.sqlite", bound=True)
    told = complaints(outcome.value)
    assert told[str(secret)]["code"] == "denied"
    assert told[str(photos / "locked")]["code"] == "denied"
    assert str(good) not in told
    assert outcome.value["phases"]["P"]["done"] == 1
    single = commandline.inspect(secret, home=closed, bound=True)
    assert single.value["error"]["code"] == "denied"
    secret.chmod(0o644)
    assert commandline.index(photos, closed / "library.sqlite").value["phases"]["P"]["done"] == 1


@pytest.mark.usefixtures("permissions_bind")
def test_a_read_only_library_is_refused_for_indexing(closed: Path):
    home = closed / "home"
    home.mkdir()
    photos, library = _library(home)
    photo.jpeg(photos / "new.jpg")
    for path in [*home.rglob("*"), home]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = library.read_bytes()
    outcome = commandline.index(photos, library, bound=True)
    assert outcome.code == 1
    assert outcome.value["error"]["code"] == "library_read_only"
    assert outcome.value["error"]["path"] == str(library)
    assert library.read_bytes() == before
    seen = commandline.run("stats", "--json", "--library", library, home=home, bound=True)
    assert (seen.code, seen.lines[0].get("error")) == (0, None)
    options = ("--json", "--idle-minutes", "0.01", "--library", library)
    shown = commandline.run("serve", *options, home=home, bound=True)
    assert (shown.code, list(shown.value)) == (0, ["url", "port"])


def test_a_locked_library_answers_in_bounded_time(tmp_path: Path):
    photos, library = _library(tmp_path)
    photo.jpeg(photos / "new.jpg")
    holder = apsw.Connection(str(library))
    holder.execute("BEGIN IMMEDIATE")
    outcome = commandline.index(photos, library, limit=60)
    holder.execute("ROLLBACK")
    holder.close()
    assert outcome.code == 1
    assert outcome.value["error"]["code"] == "library_locked"
    assert outcome.value["error"]["path"] == str(library)
    assert commandline.index(photos, library).value["added"] == 1


@pytest.mark.parametrize("command", [("index", "photos"), ("find", "cat"), ("stats",), ("doctor",)])
def test_a_library_of_a_newer_version_is_left_alone(tmp_path: Path, command: tuple[str, ...]):
    _, library = _library(tmp_path)
    holder = apsw.Connection(str(library))
    holder.execute("PRAGMA user_version = 9999")
    holder.close()
    before = library.read_bytes()
    outcome = commandline.run(*command, "--json", "--library", library, home=tmp_path)
    assert outcome.code == 1
    assert outcome.value["error"]["code"] == "library_newer"
    assert outcome.value["error"]["path"] == str(library)
    assert library.read_bytes() == before


@pytest.mark.parametrize("content", [b"this is no database at all" * 400, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_is_no_library_is_left_alone(tmp_path: Path, content: bytes):
    library = tmp_path / "library.sqlite"
    library.write_bytes(content)
    (tmp_path / "photos").mkdir()
    outcome = commandline.index(tmp_path / "photos", library)
    assert outcome.code == 1
    assert outcome.value["error"]["code"] == "library_corrupt"
    assert library.read_bytes() == content


def test_a_library_path_that_is_a_folder(tmp_path: Path):
    (tmp_path / "photos").mkdir()
    (tmp_path / "library.sqlite").mkdir()
    outcome = commandline.index(tmp_path / "photos", tmp_path / "library.sqlite")
    assert outcome.code == 2
    assert outcome.value["error"]["code"] == "usage"
    assert outcome.value["error"]["path"] == str(tmp_path / "library.sqlite")


def test_an_absent_folder_is_an_error_with_its_path(tmp_path: Path):
    outcome = commandline.index(tmp_path / "absent", tmp_path / "library.sqlite")
    assert outcome.code == 1
    assert outcome.value["error"]["code"] == "not_found"
    assert outcome.value["error"]["path"] == str(tmp_path / "absent")


# The smaller one is full before the tables are made, the larger one in the middle of the pictures.
@pytest.fixture(params=["2m", "6m"])
def small_disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """Yield a file system of a few megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    if not ROOT_USER or mount is None:
        pytest.skip("only root may mount a small file system")
    size = f"size={request.param}"
    done = subprocess.run([mount, "-t", "tmpfs", "-o", size, "tmpfs", disk], check=False, capture_output=True)
    if done.returncode:
        pytest.skip(f"no small file system can be mounted here: {done.stderr.decode()}")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


def test_a_full_disk_is_told_and_the_library_survives(small_disk: Path, tmp_path: Path):
    photos = tmp_path / "photos"
    photos.mkdir()
    for number in range(120):
        noise = pictures.scene(400, 400, seed=number)
        png.write(photos / f"{number}.png", noise, color=png.RGB, filters=(1,), level=1)
    library = small_disk / "library.sqlite"
    outcome = commandline.index(photos, library)
    assert outcome.code == 1
    assert outcome.value["error"]["code"] == "disk_full"
    assert outcome.value["error"]["path"].startswith(str(small_disk))
    subprocess.run(["mount", "-o", "remount,size=64m", small_disk], check=True)
    report = commandline.index(photos, library).value
    assert report["failed"] == []
    settled = commandline.index(photos, library).value
    assert (settled["unchanged"], settled["phases"]["P"]["done"]) == (120, 0)
    assert commandline.run("doctor", "--json", "--library", library, home=tmp_path).code == 0
