"""Sidecars through the real process; a process that dies while it writes leaves the old file or the new one."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from fixtures import commandline, png, xmp
from fixtures.conversation import Conversation
from imageparser import Library
from imageparser.xmp.packet import Packet

if TYPE_CHECKING:
    from pathlib import Path

DYING = """
import os, signal, sys
from imageparser import Library
from imageparser.exchange import files, sidecars
die = lambda: os.kill(os.getpid(), signal.SIGKILL)
moment, library, folder = sys.argv[1:]
if moment == "renamed":
    files.disk.sync_folder = lambda folder: die()
elif moment == "half":
    write = os.fdopen
    def opened(handle, mode):
        file = write(handle, mode)
        real = file.write
        class Half:
            def __enter__(self): return self
            def __exit__(self, *_): pass
            def write(self, data):
                real(data[:100]); file.flush(); die()
        return Half()
    os.fdopen = opened
with Library.open(library) as opened:
    before = die if moment == "synced" else lambda: None
    list(sidecars.write(opened.database, [1], before=before))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "그림"
    made.mkdir()
    png.novelai(made / "밤.png", prompt="1girl")
    (made / "밤.png.xmp").write_text(xmp.LIGHTROOM, encoding="utf-8")
    return made


@pytest.mark.parametrize("moment", ["half", "synced", "renamed"])
def test_death_leaves_the_old_or_the_new(moment: str, folder: Path, tmp_path: Path):
    path, library = folder / "밤.png.xmp", tmp_path / "library.sqlite"
    with Library.open(library) as opened:
        opened.index([folder], phases=["P"])
        opened.run("tag_edit", {"ids": [1], "add": ["새 태그"]})
    before = path.read_bytes()
    done = subprocess.run([sys.executable, "-c", DYING, moment, library, folder], check=False)
    assert done.returncode == -signal.SIGKILL
    if moment == "renamed":
        assert "새 태그" in Packet(path.read_bytes()).texts("dc:subject")
    else:
        assert path.read_bytes() == before
        assert [one.name for one in folder.iterdir() if one.name.startswith(".imageparser-")]
    with Library.open(library) as opened:
        opened.run("sidecar_write", {"dry_run": False})
        assert opened.run("sidecar_status")["payload"]["queued"] == 0
    packet = Packet(path.read_bytes())
    assert packet.texts("dc:subject") == ["동물", "고양이", "night & rain", "새 태그"]
    assert sorted(one.name for one in folder.iterdir()) == ["밤.png", "밤.png.xmp"]


def test_a_folder_that_is_gone_and_one_that_is_there(folder: Path, tmp_path: Path):
    other = tmp_path / "다른"
    other.mkdir()
    png.novelai(other / "낮.png", prompt="1boy")
    with Conversation(tmp_path, library=tmp_path / "library.sqlite") as talk:
        for place in (folder, other):
            talk.run("scan", folder=str(place))
        talk.run("mark", ids=[1, 2], rating=2)
        other.rename(tmp_path / "옮김")
        lines = talk.run("sidecar_write", dry_run=False)
    results = {line["source"]: line for line in lines if line["type"] == "result"}
    assert results[str(folder / "밤.png")]["state"] == "changed"
    assert results[str(other / "낮.png")]["message"].startswith("not_found: ")
    assert lines[-1]["errors"] == 1


def test_read_only_folders_are_told(folder: Path, tmp_path: Path):
    library, path = tmp_path / "library.sqlite", folder / "밤.png.xmp"
    with Library.open(library) as opened:
        opened.index([folder], phases=["P"])
        opened.run("mark", {"ids": [1], "rating": 1})
    before = path.read_bytes()
    folder.chmod(0o500)
    done = commandline.run("sidecar", "write", "--json", "--library", library, home=tmp_path, bound=True)
    folder.chmod(0o700)
    assert done.code == 1
    (result,) = done.value["results"]
    assert (result["status"], result["message"].split(":")[0]) == ("ERROR", "denied")
    assert path.read_bytes() == before


def test_side_files_of_the_whole_name_go_with_a_renamed_picture(folder: Path, tmp_path: Path):
    (folder / "밤.png").rename(folder / "밤@@@1.png")
    (folder / "밤.png.xmp").rename(folder / "밤@@@1.png.xmp")
    (folder / "밤@@@1.txt").write_text("1girl", encoding="utf-8")
    with Conversation(tmp_path, library=tmp_path / "library.sqlite") as talk:
        talk.run("scan", folder=str(folder))
        done = talk.run("strip_suffix", folder=str(folder), dry_run=False)
        assert done[-1]["errors"] == 0
        assert sorted(one.name for one in folder.iterdir()) == ["밤.png", "밤.png.xmp", "밤.txt"]
        talk.run("tag_edit", query="", add=["새 태그"])
        assert talk.run("sidecar_write", dry_run=False)[-1]["payload"]["changed"] == 1
    assert "새 태그" in Packet((folder / "밤.png.xmp").read_bytes()).texts("dc:subject")
