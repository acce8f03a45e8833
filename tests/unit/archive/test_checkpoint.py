from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from imageparser.archive.checkpoint import Checkpoint, clear, default_path, is_checkpoint
from imageparser.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

DIGEST = "a" * 64


def opened(path: Path, said: list[str], *, digest: str = DIGEST, step: int = 2) -> Checkpoint:
    return Checkpoint(str(path), "rename", digest, step, said.append)


def test_lines_reach_the_file_every_few_paths(tmp_path: Path) -> None:
    path, said = tmp_path / "c.txt", []
    point = opened(path, said)
    point.begin({"/가/z.png"})
    head = f"# imageparser checkpoint 1 rename {DIGEST}\n/가/z.png\n"
    assert path.read_text(encoding="utf-8") == head
    point.add("/a.png")
    assert path.read_text(encoding="utf-8") == head
    point.add("/b\udcff.png")
    assert path.read_bytes() == head.encode() + b"/a.png\n/b\xff.png\n"
    point.add("/c\n.png")
    point.add("/d.png")
    point.close(remove=False)
    assert opened(path, said).load() == {"/가/z.png", "/a.png", "/b\udcff.png", "/d.png"}
    assert said == []


def test_the_checkpoint_of_a_finished_job_goes(tmp_path: Path) -> None:
    point = opened(tmp_path / "c.txt", [])
    point.begin(set())
    point.close(remove=True)
    assert not list(tmp_path.iterdir())


def test_other_parameters_are_ignored_and_that_is_said(tmp_path: Path) -> None:
    path, said = tmp_path / "c.txt", []
    first = opened(path, said, digest="b" * 64)
    first.begin({"/a.png"})
    first.close(remove=False)
    assert opened(path, said).load() == set()
    assert said == ["checkpoint ignored: it was made with other parameters"]
    path.write_text("/old/a.png\n")
    assert opened(path, said).load() == set()
    assert len(said) == 2


def test_a_line_that_was_cut_off_does_not_count(tmp_path: Path) -> None:
    path = tmp_path / "c.txt"
    path.write_text(f"# imageparser checkpoint 1 rename {DIGEST}\n/a.png\n/b.p")
    assert opened(path, []).load() == {"/a.png"}


def test_what_is_no_checkpoint_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear reader,\n")
    with pytest.raises(UsageError, match="resume_path is not a checkpoint"):
        opened(path, [])
    with pytest.raises(UsageError, match="resume_path is not a checkpoint"):
        opened(tmp_path, [])
    assert path.read_text() == "Dear reader,\n"


def test_a_place_without_write_access_is_said_once(tmp_path: Path) -> None:
    said: list[str] = []
    point = opened(tmp_path / "no" / "c.txt", said)
    point.begin({"/a.png"})
    point.add("/b.png")
    point.close(remove=True)
    assert said == ["checkpoint cannot be written: No such file or directory"]


@pytest.mark.parametrize(
    ("content", "right"),
    [
        (b"", True),
        (f"# imageparser checkpoint 1 move {DIGEST}\nanything".encode(), True),
        (b"# imageparser checkpoint 2 move\n", False),
        ("/a/그림.PNG\nb.webp\n".encode(), True),
        (b"a.png\nhello\n", False),
        (b"\x89PNG\r\n\x1a\n", False),
        (b"\n\n", True),
    ],
)
def test_checkpoints_are_known_by_their_content(tmp_path: Path, content: bytes, *, right: bool) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    assert is_checkpoint(str(path)) is right
    if right:
        assert clear(str(path))
        assert not clear(str(path))


def test_places_of_the_specification() -> None:
    assert default_path("/p", "rename") == "/p/.nai_resume_rename.txt"
    assert default_path("/p", "move") == "/p/.nai_resume_move.txt"
