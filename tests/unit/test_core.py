"""The native core through its Python face: types, errors, batches, cancellation."""

from __future__ import annotations

import hashlib
import io
import os
import threading
import unicodedata
from pathlib import Path

import pytest
from PIL import Image

from imageparser import _core, errors


def picture(path: Path, size: tuple[int, int] = (64, 48), color: tuple[int, int, int] = (200, 30, 40)) -> Path:
    """Write a plain picture."""
    Image.new("RGB", size, color).save(path)
    return path


def test_path_keys_are_nfc() -> None:
    nfd = unicodedata.normalize("NFD", "/사진/한글 😀.png")
    assert _core.path_key(nfd) == "/사진/한글 😀.png"
    assert _core.path_key(Path("/a/b")) == _core.path_key(b"/a/b") == "/a/b"


def test_undecodable_names_have_keys_of_their_own() -> None:
    assert _core.path_key(b"/a\x83\x65") != _core.path_key(b"/a\x84\x65")


def test_probe(tmp_path: Path) -> None:
    probe = _core.probe(picture(tmp_path / "한글.png"))
    assert (probe.format, probe.width, probe.height, probe.depth, probe.channels) == ("png", 64, 48, 8, 3)
    assert probe.orientation == 1


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("missing.png", None, errors.NotFoundError),
        ("empty.png", b"", errors.CorruptError),
        ("text.png", b"hello, this is no picture", errors.UnsupportedError),
    ],
)
def test_errors_have_class_code_and_path(
    tmp_path: Path, name: str, content: bytes | None, error: type[errors.ImageParserError]
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    for function in (_core.probe, _core.thumbnail):
        with pytest.raises(error) as caught:
            function(path)
        assert caught.value.path == _core.path_key(path)


def test_digest_many_keeps_the_order(tmp_path: Path) -> None:
    paths = [picture(tmp_path / f"{i}.png", color=(i, i, i)) for i in range(5)]
    paths.insert(2, tmp_path / "missing.png")
    digests = _core.digest_many(paths, threads=2)
    assert isinstance(digests[2], _core.Failure)
    assert digests[2].code == "not_found"
    assert [d for d in digests if isinstance(d, str)] == [_core.digest(p) for p in paths if p.exists()]
    assert len({d for d in digests if isinstance(d, str)}) == 5


def test_ingest_gives_records_and_failures(tmp_path: Path) -> None:
    good = picture(tmp_path / "새.png", size=(900, 600))
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(b"\xff\xd8\xff\xe0 nothing")
    record, failure = _core.ingest([os.fsencode(good), bad], threads=2)
    assert isinstance(record, _core.Record)
    assert record.path == os.fsencode(good)
    assert record.size == good.stat().st_size
    assert record.mtime_ns == good.stat().st_mtime_ns
    assert record.thumbnail_size == (512, 341)
    assert Image.open(io.BytesIO(record.thumbnail)).format == "WEBP"
    assert abs(sum(share for _, share in record.palette) - 1) < 0.01
    assert isinstance(failure, _core.Failure)
    assert failure.code == "corrupt"
    assert failure.path == os.fsencode(bad)


def test_ingest_reports_progress(tmp_path: Path) -> None:
    paths = [picture(tmp_path / f"{i}.png") for i in range(3)]
    seen: list[tuple[int, int]] = []
    _core.ingest(paths, progress=lambda done, failed: seen.append((done, failed)))
    assert seen[-1] == (3, 0)


def test_an_exception_in_progress_ends_the_batch(tmp_path: Path) -> None:
    paths = [picture(tmp_path / "a.png")]

    def fail(_done: int, _failed: int) -> None:
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        _core.ingest(paths, progress=fail)


def test_a_cancelled_batch_names_the_files_it_left(tmp_path: Path) -> None:
    token = _core.CancelToken()
    token.cancel()
    assert token.cancelled
    (failure,) = _core.ingest([picture(tmp_path / "a.png")], cancel=token)
    assert isinstance(failure, _core.Failure)
    assert failure.code == "cancelled"


def test_the_scanner_finds_changes(tmp_path: Path) -> None:
    folder = tmp_path / unicodedata.normalize("NFD", "그림")
    folder.mkdir()
    picture(folder / "a.png")
    (folder / "note.txt").write_text("no picture", encoding="utf-8")
    first = list(_core.Scanner([tmp_path]))
    added = [found for batch in first for found in batch.added]
    assert [found.key for found in added] == [_core.path_key(folder / "a.png")]
    known = [(key, blob) for batch in first for key, _raw, blob in batch.directories if blob is not None]
    again = list(_core.Scanner([tmp_path], known=known))
    assert sum(batch.unchanged for batch in again) == 1
    assert not any(batch.added or batch.changed or batch.gone for batch in again)


def test_a_scanner_that_is_dropped_ends_its_thread(tmp_path: Path) -> None:
    for i in range(50):
        (tmp_path / f"d{i}").mkdir()
        picture(tmp_path / f"d{i}" / "a.png", size=(4, 4))
    scanner = _core.Scanner([tmp_path])
    del scanner
    assert threading.active_count() >= 1


def test_the_digest_is_blake3_not_something_shorter(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"")
    assert _core.digest(path) == "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262"
    assert len(_core.digest(path)) == len(hashlib.sha256().hexdigest())
