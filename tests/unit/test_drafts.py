from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

from imageparser import drafts

if TYPE_CHECKING:
    from pathlib import Path

OURS = re.compile(r"그림\.(\d+)\.part")


def dead() -> int:
    """Return the number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_only_drafts_of_dead_processes_go(tmp_path: Path):
    gone, alive, other = (
        tmp_path / f"그림.{dead()}.part",
        tmp_path / f"그림.{os.getpid()}.part",
        tmp_path / f"사진.{dead()}.part",
    )
    for path in (gone, alive, other):
        path.write_bytes(b"x")
    drafts.sweep(str(tmp_path), OURS)
    assert sorted(tmp_path.iterdir()) == sorted([alive, other])


def test_names_as_bytes(tmp_path: Path):
    gone = tmp_path / f"a.{dead()}.tmp"
    gone.write_bytes(b"x")
    drafts.sweep(os.fsencode(tmp_path), re.compile(rb"a\.(\d+)\.tmp"))
    assert not gone.exists()


def test_a_folder_that_is_not_there(tmp_path: Path):
    drafts.sweep(str(tmp_path / "none"), OURS)
    assert list(tmp_path.iterdir()) == []
