"""Packages through the real process: out of one library and into another, killed at any moment, with bounded memory."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from fixtures import packaged
from fixtures.conversation import Conversation
from imageparser.library import Database, away, health, vectors

if TYPE_CHECKING:
    from pathlib import Path

KILLS = 4
PICTURES = 1_500
# Arguments: library, operation, payload. "ready" is said when it begins, the peak of the memory in KiB at its end.
CHILD = """
import json, resource, sys
from imageparser import Library
with Library.open(sys.argv[1]) as library:
    print("ready", flush=True)
    done = library.run(sys.argv[2], json.loads(sys.argv[3]))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, json.dumps(done["payload"]), flush=True)
"""


def command(library: Path, op: str, payload: str) -> list[str]:
    return [sys.executable, "-c", CHILD, str(library), op, payload]


def state(library: Path) -> dict[str, Any]:
    with Database.open(library) as database:
        reader = database.read()
        assert health.check(database)["findings"] == []
        told = packaged.dump(database)
        assert away.count(reader) == PICTURES
        assert vectors.count(reader, "VV", "vv:1") == PICTURES
        return told


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return packaged.large(tmp_path_factory.mktemp("package") / "large.ipkg", PICTURES)


def test_out_of_one_library_and_into_another(tmp_path: Path):
    packaged.files(tmp_path / "첫째")
    with Database.open(tmp_path / "a.sqlite") as database:
        packaged.index(database, tmp_path / "첫째")
        packaged.decorate(database, 11)
        expected = packaged.dump(database)
    file, ours = str(tmp_path / "모두.ipkg"), tmp_path / "둘째"
    (tmp_path / "첫째").rename(ours)
    with Conversation(tmp_path, library=tmp_path / "a.sqlite") as talk:
        lines = talk.run("package_export", path=file, progress_step=1)
        assert [line["processed"] for line in lines if line["type"] == "progress"] == [0, 7]
        done = lines[-1]["payload"]
        assert (done["counts"]["pictures"], done["counts"]["left_out"]) == (7, 0)
        assert talk.run("package_inspect", path=file)[-1]["payload"] == {**done, "verified": True}
    with Conversation(tmp_path, library=tmp_path / "b.sqlite") as talk:
        roots = [{"theirs": done["roots"][0], "ours": str(ours)}]
        looked = talk.run("package_import", path=file, roots=roots)[-1]["payload"]
        assert (looked["new"], looked["relinked"], looked["folders"]) == (7, 7, [str(ours)])
        assert talk.run("collection_list")[-1]["payload"]["collections"] == []
        told = talk.run("package_import", path=file, roots=roots, dry_run=False)[-1]["payload"]
        assert {**looked, "dry_run": False, "edits": told["edits"], "added": told["added"]} == told
        assert len(talk.run("collection_list")[-1]["payload"]["collections"]) == told["collections"]
        again = talk.run("package_export", path=str(tmp_path / "again.ipkg"))[-1]["payload"]
        assert again["counts"] == done["counts"]
    with Database.open(tmp_path / "b.sqlite") as database:
        assert packaged.dump(database) == expected
    with zipfile.ZipFile(file) as one, zipfile.ZipFile(tmp_path / "again.ipkg") as other:
        names = [name for name in one.namelist() if name != "manifest.json"]
        assert {name: one.read(name) for name in names} == {name: other.read(name) for name in names}


def test_both_can_be_cancelled(package: Path, tmp_path: Path):
    with Conversation(tmp_path, library=tmp_path / "a.sqlite") as talk:
        payload = {"path": str(package), "dry_run": False, "progress_step": 1}
        talk.say({"id": "in", "type": "run", "op": "package_import", "payload": payload})
        while talk.line()["type"] != "progress":
            pass
        talk.say({"id": "in", "type": "cancel"})
        assert talk.until("in")[-1]["cancelled"]
        assert talk.run("package_import", path=str(package), dry_run=False)[-1]["payload"]["new"] == PICTURES
        payload = {"path": str(tmp_path / "out.ipkg"), "progress_step": 1}
        talk.say({"id": "out", "type": "run", "op": "package_export", "payload": payload})
        while talk.line()["type"] != "progress":
            pass
        talk.say({"id": "out", "type": "cancel"})
        cancelled = talk.until("out")[-1]["cancelled"]
        assert cancelled != (tmp_path / "out.ipkg").exists()
        assert not list(tmp_path.glob("*.part"))


def killed(arguments: list[str], delay: float) -> bool:
    """Kill a process some time after it began its work; False where it had ended."""
    child = subprocess.Popen(arguments, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
    assert child.stdout is not None
    with child.stdout:
        assert child.stdout.readline() == b"ready\n"
        time.sleep(delay)
        ended = child.poll() is not None
        child.kill()
        child.wait()
    return not ended


def timed(arguments: list[str]) -> float:
    """Run a process to its end and return how long its work took, for kills in between."""
    child = subprocess.Popen(arguments, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
    assert child.stdout is not None
    with child.stdout:
        assert child.stdout.readline() == b"ready\n"
        began = time.perf_counter()
        child.stdout.read()
        assert child.wait() == 0
    return time.perf_counter() - began


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system knows no kill -9")
def test_killed_imports_go_on(package: Path, tmp_path: Path):
    payload = f'{{"path": "{package}", "dry_run": false}}'
    whole = timed(command(tmp_path / "undisturbed.sqlite", "package_import", payload))
    expected = state(tmp_path / "undisturbed.sqlite")
    chance, hit = random.Random(6), 0  # noqa: S311  # tests
    for number in range(KILLS):
        library = tmp_path / f"{number}.sqlite"
        hit += killed(command(library, "package_import", payload), chance.uniform(0.1, 0.95) * whole)
        hit += killed(command(library, "package_import", payload), chance.uniform(0.1, 0.9) * whole)
        timed(command(library, "package_import", payload))
        assert state(library) == expected
    assert hit >= 2


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system knows no kill -9")
def test_killed_exports_leave_no_package(package: Path, tmp_path: Path):
    library = tmp_path / "a.sqlite"
    timed(command(library, "package_import", f'{{"path": "{package}", "dry_run": false}}'))
    whole = timed(command(library, "package_export", f'{{"path": "{tmp_path / "whole.ipkg"}"}}'))
    chance, hit = random.Random(7), 0  # noqa: S311  # tests
    for number in range(KILLS):
        target = tmp_path / f"{number}.ipkg"
        arguments = command(library, "package_export", f'{{"path": "{target}"}}')
        if killed(arguments, chance.uniform(0.05, 0.9) * whole):
            hit += 1
            # The kill may come when the package has its name already; then it is whole.
            if target.exists():
                with zipfile.ZipFile(target) as complete:
                    assert complete.testzip() is None
        target.unlink(missing_ok=True)
        timed(arguments)
        assert zipfile.is_zipfile(target)
        assert not list(tmp_path.glob("*.part"))
    assert hit >= 1


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.skipif(os.name == "nt", reason="this system tells no peak of memory")
def test_memory_does_not_grow_with_the_library(tmp_path: Path):
    """Ten times the pictures (10,000) take a few hundred bytes more for each, not what is told of them."""
    peaks: dict[str, dict[int, int]] = {"package_import": {}, "package_export": {}}
    for count in (1_000, 10_000):
        file, library = packaged.large(tmp_path / f"{count}.ipkg", count), tmp_path / f"{count}.sqlite"
        jobs = (
            ("package_import", f'{{"path": "{file}", "dry_run": false}}'),
            ("package_export", f'{{"path": "{tmp_path / "out.ipkg"}", "replace": true}}'),
        )
        for op, payload in jobs:
            ran = subprocess.run(command(library, op, payload), capture_output=True, check=True)
            peaks[op][count] = int(ran.stdout.split()[1])
    told = 10_000 * 6  # KiB: what stands of 10,000 pictures in the package, and as much again in Python
    assert peaks["package_export"][10_000] - peaks["package_export"][1_000] < told // 2
    # The writer's own cache of SQLite is part of an import.
    assert peaks["package_import"][10_000] - peaks["package_import"][1_000] < told + 64 * 1024
