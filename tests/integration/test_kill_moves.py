"""kill -9 in the middle of a rename or a move, then go on: no file is lost, and the tree is as if nothing had been."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from fixtures.archive import VARIABLES, contents, picture, tree
from imageparser.library import Database, journal

MOMENTS = 10
COUNT = 240
RENAME = {"order": ["character", "emotion"], "variables": VARIABLES}
MOVE = {"variable_tree": ["character", "emotion"], "variables": VARIABLES}
PROMPTS = ["yuina (series), smile", "민지, smile", "민지, angry, open mouth", "yuina (series)", None]


def fill(root: Path) -> None:
    """Make pictures of every kind, with side files, names in use and two that trade theirs."""
    for number in range(COUNT):
        folder = root / ("하위" if number % 3 == 0 else ".")
        picture(folder / f"{number:04}.png", PROMPTS[number % len(PROMPTS)], seed=number)
        if number % 7 == 0:
            (folder / f"{number:04}.txt").write_text(f"beside {number}")
    picture(root / "yuina_기쁨.png", "민지, smile", seed=COUNT + 1)
    picture(root / "민지_기쁨.png", "yuina (series), smile", seed=COUNT + 2)
    picture(root / "YUINA_기쁨@@@1.png", "yuina (series), smile", seed=COUNT + 3)


def start(op: str, payload: dict[str, Any], library: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "imageparser", "--library", str(library), "--json", "op", op]
    given = json.dumps({**payload, "dry_run": False, "checkpoint_step": 5})
    return subprocess.Popen([*command, "--payload", given], stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def finish(process: subprocess.Popen[bytes]) -> list[dict[str, Any]]:
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err.decode()[-3000:]
    return [json.loads(line) for line in out.splitlines()]


def changed(root: Path, before: set[str]) -> int:
    """Return how many of the names are gone already."""
    return len(before - {str(path.relative_to(root)) for path in root.rglob("*")})


def kill_at(process: subprocess.Popen[bytes], root: Path, before: set[str], share: float) -> bool:
    """Kill a process when this share of the names has changed; False where it had ended by then."""
    end = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < end:
        if changed(root, before) >= share * len(before):
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            process.communicate()
            return process.returncode == -signal.SIGKILL
    process.communicate()
    return False


@pytest.mark.slow
@pytest.mark.parametrize("op", ["rename", "move"])
def test_ten_deaths(op: str, tmp_path: Path) -> None:
    model = tmp_path / "model"
    fill(model)
    whole = contents([model])
    place = tmp_path / "work"
    where = {"folder": str(place / "p"), "target_root": str(place / "t")}
    payload = {**where, **(RENAME if op == "rename" else MOVE)}
    shutil.copytree(model, place / "p")
    finish(start(op, payload, tmp_path / "undisturbed.sqlite"))
    wanted = tree(place)
    assert wanted != {f"p/{name}": digest for name, digest in tree(model).items()}
    rng = random.Random(20261122)  # noqa: S311
    for moment in range(MOMENTS):
        for attempt in range(10):  # on a fast machine it may have ended before it is killed
            shutil.rmtree(place)
            shutil.copytree(model, place / "p")
            library = tmp_path / f"{op}-{moment}-{attempt}.sqlite"
            before = {str(path.relative_to(place / "p")) for path in (place / "p").rglob("*.png")}
            if kill_at(start(op, payload, library), place / "p", before, rng.uniform(0.01, 0.7)):
                break
        else:
            pytest.fail("no process could be killed in time")
        assert contents_without_checkpoint(place) == whole
        resume = bool(moment % 2)
        finish(start(op, {**payload, "resume_mode": resume}, library))
        assert tree(place) == wanted, f"moment {moment}, resume {resume}"
        with Database.open(library) as database:
            assert journal.applying(database.read()) == []


def contents_without_checkpoint(place: Path) -> list[str]:
    return sorted(digest for name, digest in tree(place).items() if ".nai_resume" not in name)


@pytest.mark.slow
def test_deaths_between_two_devices(tmp_path: Path) -> None:
    other = Path("/dev/shm")  # noqa: S108
    if not other.is_dir() or other.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second device")
    far = Path(os.path.realpath(other)) / f"imageparser-{os.getpid()}"
    try:
        model = tmp_path / "model"
        fill(model)
        whole = contents([model])
        place = tmp_path / "p"
        payload = {"folder": str(place), "target_root": str(far), **MOVE}
        shutil.copytree(model, place)
        finish(start("move", payload, tmp_path / "undisturbed.sqlite"))
        wanted = (tree(place), tree(far))
        rng = random.Random(7)  # noqa: S311
        for moment in range(4):
            shutil.rmtree(place)
            shutil.rmtree(far)
            shutil.copytree(model, place)
            before = {str(path.relative_to(place)) for path in place.rglob("*.png")}
            library = tmp_path / f"far-{moment}.sqlite"
            kill_at(start("move", payload, library), place, before, rng.uniform(0.01, 0.7))
            assert set(whole) <= set(contents([place, far]))
            finish(start("move", {**payload, "resume_mode": True}, library))
            assert (tree(place), tree(far)) == wanted
    finally:
        shutil.rmtree(far, ignore_errors=True)
