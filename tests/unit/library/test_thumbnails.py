from __future__ import annotations

import errno
import threading
from pathlib import Path

import pytest

from imageparser.errors import CorruptError, DiskFullError, LibraryReadOnlyError, NotFoundError
from imageparser.library.thumbnails import Thumbnails

DIGEST = "abcd" + "0" * 60


@pytest.fixture
def thumbnails(tmp_path: Path) -> Thumbnails:
    return Thumbnails(tmp_path / "l.sqlite.thumbs")


def test_a_thumbnail_is_named_by_its_content(thumbnails: Thumbnails) -> None:
    thumbnails.write(DIGEST, b"webp")
    assert thumbnails.path(DIGEST) == thumbnails.folder / "ab" / "cd" / f"{DIGEST}.webp"
    assert thumbnails.read(DIGEST) == b"webp"
    assert list(thumbnails.digests()) == [DIGEST]
    assert thumbnails.usage() == {"thumbnails": 1, "thumbnails_bytes": 4}


def test_what_is_shown_is_there(thumbnails: Thumbnails) -> None:
    assert thumbnails.shown(DIGEST) is thumbnails.shown(None) is None
    thumbnails.write(DIGEST, b"webp")
    assert thumbnails.shown(DIGEST) == str(thumbnails.path(DIGEST))


def test_a_damaged_thumbnail_is_written_again(thumbnails: Thumbnails) -> None:
    thumbnails.write(DIGEST, b"webp")
    thumbnails.path(DIGEST).write_bytes(b"")
    with pytest.raises(CorruptError):
        thumbnails.read(DIGEST)
    assert list(thumbnails.digests()) == []
    thumbnails.write(DIGEST, b"webp")
    assert thumbnails.read(DIGEST) == b"webp"


def test_a_missing_thumbnail_says_what_to_do(thumbnails: Thumbnails) -> None:
    with pytest.raises(NotFoundError, match="doctor"):
        thumbnails.read(DIGEST)
    thumbnails.remove(DIGEST)


def test_many_threads_write_the_same_picture(thumbnails: Thumbnails) -> None:
    threads = [threading.Thread(target=thumbnails.write, args=(DIGEST, b"x" * 100_000)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(thumbnails.read(DIGEST)) == 100_000
    assert list(thumbnails.leftovers()) == []


@pytest.mark.parametrize(("number", "error"), [(errno.ENOSPC, DiskFullError), (errno.EROFS, LibraryReadOnlyError)])
def test_a_failed_write_leaves_nothing(
    thumbnails: Thumbnails, monkeypatch: pytest.MonkeyPatch, number: int, error: type[Exception]
) -> None:
    def fail(self: Path, content: bytes) -> int:
        self.touch()
        raise OSError(number, f"no room for {len(content)} bytes")

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(error):
        thumbnails.write(DIGEST, b"webp")
    assert list(thumbnails.folder.glob("*/*/*")) == []


def test_one_that_is_cut_off_is_not_whole(tmp_path: Path) -> None:
    shelf, digest = Thumbnails(tmp_path), "ab" * 32
    assert not shelf.is_whole(digest)
    shelf.write(digest, b"RIFF\x06\0\0\0WEBP..")
    assert shelf.is_whole(digest)
    for broken in (b"RIFF\x06\0\0\0WEBP.", b"\0" * 14, b"RIFF"):
        shelf.path(digest).write_bytes(broken)
        assert not shelf.is_whole(digest)
