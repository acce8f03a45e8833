"""Jobs that were cut off at a chosen point: what an earlier process left is what the next one has to deal with."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fixtures.archive import VARIABLES, Told, listed, picture, tree
from imageparser.archive import apply, copying
from imageparser.archive.move import MoveRequest, move
from imageparser.archive.rename import RenameRequest, rename
from imageparser.archive.work import Options
from imageparser.errors import LibraryLockedError
from imageparser.library import Database, journal

if TYPE_CHECKING:
    from collections.abc import Callable


class PowerError(BaseException):
    """The end of a process, as far as a test can play it: nothing may catch this."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "p"
    picture(folder / "yuina.png", "민지", seed=1)
    picture(folder / "민지.png", "yuina (series)", seed=2)
    picture(folder / "z.png", "민지", seed=3)
    (folder / "yuina.txt").write_text("1")
    return folder


def asked(root: Path, **more: bool) -> RenameRequest:
    return RenameRequest(str(root), "character", variables=VARIABLES, options=Options(dry_run=False, **more))


def dying(monkeypatch: pytest.MonkeyPatch, after: int, *, done: bool) -> Callable[[], None]:
    """Let the process die at a rename: before it happens, or with `done` right after; return what ends that."""
    whole, calls = apply.disk.rename, 0

    def rename_(source: str, target: str) -> bool:
        nonlocal calls
        calls += 1
        if calls > after:
            if done:
                whole(source, target)
            raise PowerError
        return whole(source, target)

    monkeypatch.setattr(apply.disk, "rename", rename_)
    return lambda: monkeypatch.setattr(apply.disk, "rename", whole)


@pytest.mark.parametrize("resume", [False, True])
@pytest.mark.parametrize("done", [False, True])
@pytest.mark.parametrize("after", range(5))
def test_every_step_can_be_the_last(
    database: Database, root: Path, monkeypatch: pytest.MonkeyPatch, after: int, *, done: bool, resume: bool
) -> None:
    model = root.with_name("model")
    shutil.copytree(root, model)
    rename(database, asked(model), Told())
    before = sorted(tree(root).values())
    live = dying(monkeypatch, after, done=done)
    with pytest.raises(PowerError):
        rename(database, asked(root), Told())
    live()
    assert sorted(d for name, d in tree(root).items() if "nai_resume" not in name) == before
    told = Told()
    rename(database, asked(root, resume_mode=resume), told)
    assert tree(root) == tree(model)
    assert journal.applying(database.read()) == []
    assert told.skipped + len(told.outcomes) == 3
    again = Told()
    assert rename(database, asked(root), again)["job"] is None


def test_another_request_ends_what_was_begun(database: Database, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tree(root)
    live = dying(monkeypatch, 1, done=False)
    with pytest.raises(PowerError):
        rename(database, asked(root), Told())
    live()
    assert any(name.startswith(".imageparser-") for name in listed(root))
    target = root.with_name("t")
    move(
        database,
        MoveRequest(str(root), str(target), "emotion", variables=VARIABLES, options=Options(dry_run=False)),
        Told(),
    )
    assert {name: digest for name, digest in tree(root).items() if name != ".nai_resume_rename.txt"} == before
    assert [one.job.state for one in journal.listed(database.read(), None, 10, 0)] == ["interrupted"]


def test_a_job_of_a_living_process_is_left_to_it(
    database: Database, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = dying(monkeypatch, 1, done=False)
    with pytest.raises(PowerError):
        rename(database, asked(root), Told())
    live()
    with subprocess.Popen(["sleep", "60"]) as other:
        import psutil  # noqa: PLC0415

        owner = f"{other.pid}:{psutil.Process(other.pid).create_time():.2f}"
        database.write(lambda tx: tx.run("UPDATE journal_jobs SET owner = ?", (owner,)))
        before = tree(root)
        with pytest.raises(LibraryLockedError, match="is moving files"):
            rename(database, asked(root), Told())
        assert tree(root) == before
        other.kill()
    rename(database, asked(root), Told())
    assert journal.applying(database.read()) == []


def far_folder(root: Path) -> Path:
    shared = Path("/dev/shm")  # noqa: S108
    if not shared.is_dir() or shared.stat().st_dev == root.stat().st_dev:
        pytest.skip("there is no second device")
    return shared / f"imageparser-recovery-{os.getpid()}"


@pytest.mark.parametrize("moment", ["copied", "named", "before"])
def test_a_copy_to_another_device_is_ended(
    database: Database, root: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    far = far_folder(root)
    before = sorted(tree(root).values())

    def die(*_: object) -> None:
        raise PowerError

    request = MoveRequest(
        str(root), str(far), "character", variables=VARIABLES, options=Options(dry_run=False, resume_mode=True)
    )
    try:
        with monkeypatch.context() as patch:
            if moment == "before":
                patch.setattr(copying, "_copy", die)
            elif moment == "named":
                patch.setattr(copying.disk, "sync_folder", die)
            else:
                whole = copying.disk.rename
                patch.setattr(copying.disk, "rename", lambda s, t: die() if s.endswith(".part") else whole(s, t))
                patch.setattr(copying, "drop_part", lambda *_: None)
            with pytest.raises(PowerError):
                move(database, request, Told())
        assert set(before) <= {*tree(root).values(), *tree(far).values()}
        move(database, request, Told())
        assert sorted(tree(far).values()) == before
        assert tree(root) == {}
        assert not [path for path in far.rglob("*") if path.name.startswith(".")]
    finally:
        shutil.rmtree(far, ignore_errors=True)


def test_a_device_without_room(database: Database, root: Path, tmp_path: Path) -> None:
    far = tmp_path / "small"
    far.mkdir()
    mount = shutil.which("mount")
    command = [mount or "mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(far)]
    if mount is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no small device can be mounted here")
    try:
        big = picture(root / "big.png", "yuina (series)")
        with big.open("ab") as file:
            file.write(os.urandom(200_000))
        before = sorted(tree(root).values())
        request = MoveRequest(str(root), str(far), "character", variables=VARIABLES, options=Options(dry_run=False))
        told = Told()
        move(database, request, told)
        failed = [one for one in told.outcomes if one.status == "ERROR"]
        assert [(Path(one.source).name, one.details["code"]) for one in failed] == [("big.png", "disk_full")]
        assert sorted([*tree(root).values(), *tree(far).values()]) == before
        assert not [path for path in far.rglob("*") if path.name.startswith(".")]
    finally:
        subprocess.run(["umount", str(far)], check=True)
