"""kill -9 at ten random moments of real index runs: the next run completes and equals an undisturbed one."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from fixtures import photo, pictures, png, psd
from imageparser.library import Database, captions, files, fulltext, health, stats, vectors
from imageparser.models.lifecycle import Models
from imageparser.pipeline import table
from imageparser.pipeline.runner import Runner
from imageparser.settings import Settings
from imageparser.text import keyword_query

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from imageparser.pipeline.report import IndexReport

KILLS = 10
PICTURES = 150
QUERIES = ("picture", "문서", "제주", "scene", "photo 여행")
SETTINGS = Settings()

# The library and the folder are arguments; "ready" is said when the run begins, models are started in it.
CHILD = """
import signal, sys
from imageparser.library import Database
from imageparser.models.lifecycle import Models
from imageparser.pipeline.runner import Runner
from imageparser.settings import Settings

# A test run in the background hands down that Ctrl-C is ignored; a terminal's child does not.
signal.signal(signal.SIGINT, signal.default_int_handler)
settings = Settings()
with Database.open(sys.argv[1]) as database, Models(settings) as models:
    print("ready", file=sys.stderr, flush=True)
    Runner(database, models, settings).index([sys.argv[2]])
"""

# The same over and over, so that an interrupt always comes in the middle of a run, however fast the machine is.
ENDLESS = CHILD.replace("    Runner(", "    while True:\n        Runner(").replace("argv[2]])", "argv[2]], force=True)")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("그림")
    (made / "제주 여행").mkdir()
    for number in range(PICTURES):
        place = made / "제주 여행" if number % 3 else made
        if number % 5:
            png.write(place / f"scene{number}.png", pictures.scene(320, 240, seed=number), color=png.RGB)
        else:
            photo.jpeg(place / f"photo{number}.jpg", 300 + number, 200)
    psd.document(made / "문서.psd")
    (made / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n nothing")
    return made


@pytest.fixture(scope="module")
def models() -> Iterator[Models]:
    with Models(SETTINGS) as started:
        yield started


def run_to_the_end(library: Path, folder: Path, models: Models) -> IndexReport:
    with Database.open(library) as database:
        return Runner(database, models, SETTINGS).index([folder])


def state(library: Path, models: Models) -> dict[str, Any]:
    """Return everything that a library says, by path instead of by id."""
    keys = table.version_keys(models, SETTINGS)
    with Database.open(library) as database:
        reader = database.read()
        key_of = dict(reader.rows("SELECT id, key FROM files"))
        rows = files.rows(reader, key_of)
        said = captions.rows(reader, key_of)
        findings = health.check(database)["findings"]
        numbers = stats.collect(database, keys)
        matrices = {kind: vectors.matrix(reader, kind, key) for kind, key in keys if kind in {"VV", "MV"}}
        found = {query: fulltext.search(reader, " AND ".join(keyword_query(query)), 1000) for query in QUERIES}
    return {
        "files": {row.key: (row.digest, row.size, row.width, row.phash, row.missing_since) for row in rows},
        "captions": {key_of[i]: (c.caption, c.tags, c.record) for i, c in said.items()},
        "vectors": {kind: {key_of[i]: row for i, row in zip(*pair, strict=True)} for kind, pair in matrices.items()},
        "hits": {query: sorted((key_of[i], round(score, 4)) for i, score in hits) for query, hits in found.items()},
        "phases": numbers["phases"],
        "thumbnails": numbers["disk"]["thumbnails"],
        "findings": [f for f in findings if not all(name.endswith(".tmp") for name in f["examples"])],
    }


def assert_equal(found: dict[str, Any], expected: dict[str, Any]) -> None:
    for name, value in expected.items():
        if name != "vectors":
            assert found[name] == value, name
    for kind, rows in expected["vectors"].items():
        assert found["vectors"][kind].keys() == rows.keys()
        for key, row in rows.items():
            # A batch of another size may add up in another order.
            np.testing.assert_allclose(found["vectors"][kind][key], row, atol=1e-5, err_msg=key)


def killed_run(library: Path, folder: Path, delay: float) -> bool:
    """Start a run and kill it `delay` seconds after it began; False when it had ended before."""
    command = [sys.executable, "-c", CHILD, str(library), str(folder)]
    child = subprocess.Popen(command, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
    assert child.stderr is not None
    with child.stderr:
        while b"ready" not in child.stderr.readline():
            assert child.poll() is None, "the run did not begin"
        time.sleep(delay)
        ended = child.poll() is not None
        child.send_signal(signal.SIGKILL)
        child.wait()
    return not ended


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system knows no kill -9")
def test_killed_runs_end_like_an_undisturbed_one(folder: Path, models: Models, tmp_path: Path) -> None:
    undisturbed = tmp_path / "undisturbed.sqlite"
    began = time.perf_counter()
    child = [sys.executable, "-c", CHILD, str(undisturbed), str(folder)]
    subprocess.run(child, check=True, capture_output=True, timeout=300)
    whole = time.perf_counter() - began
    expected = state(undisturbed, models)
    assert expected["phases"]["MV"]["done"] == PICTURES + 1
    assert expected["phases"]["P"]["failed"] == 1
    assert expected["findings"] == []
    moments = random.Random()  # noqa: S311  # moments, not secrets
    for number in range(KILLS // 2):
        library = tmp_path / f"killed{number}.sqlite"
        for _ in range(2):
            # A run on a machine that has become faster may end before its moment: then the moments come earlier.
            while not killed_run(library, folder, moments.uniform(0.02, whole)):
                whole *= 0.7
                library = library.with_suffix(".again.sqlite")
                assert whole > 0.1
        last = run_to_the_end(library, folder, models)
        assert [failure["code"] for failure in last.failed] == ["corrupt"]
        assert_equal(state(library, models), expected)
        assert run_to_the_end(library, folder, models).nothing_to_do


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system knows no kill -9")
def test_what_was_stored_before_the_kill_stays(folder: Path, models: Models, tmp_path: Path) -> None:
    library = tmp_path / "l.sqlite"
    command = [sys.executable, "-c", CHILD, str(library), str(folder)]
    child = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while done_files(library) < 32 and time.monotonic() < deadline:
        time.sleep(0.02)
    child.send_signal(signal.SIGKILL)
    child.wait()
    stored = done_files(library)
    assert stored >= 32
    report = run_to_the_end(library, folder, models)
    assert report.phases["P"]["done"] == PICTURES + 1 - stored


def test_ctrl_c_ends_cleanly_and_the_next_run_goes_on(folder: Path, models: Models, tmp_path: Path) -> None:
    library = tmp_path / "l.sqlite"
    command = [sys.executable, "-c", ENDLESS, str(library), str(folder)]
    child = subprocess.Popen(command, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, start_new_session=True)
    deadline = time.monotonic() + 60
    while done_files(library) < 32 and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(child.pid, signal.SIGINT)  # as a terminal does: to the models too
    try:
        _, said = child.communicate(timeout=100)
    finally:
        child.kill()
    assert child.returncode != 0
    assert said.rstrip().endswith(b"KeyboardInterrupt")
    assert not library.with_name("l.sqlite-wal").exists()
    with Database.open(library) as database:
        assert database.read().rows("SELECT * FROM tasks WHERE state = 'failed' AND phase <> 'P'") == []
    run_to_the_end(library, folder, models)
    assert state(library, models)["phases"]["MV"]["done"] == PICTURES + 1


def done_files(library: Path) -> int:
    """Count what P has stored, from outside, while the run is at work."""
    if not library.exists() or library.stat().st_size == 0:
        return 0
    try:
        with Database.open(library, read_only=True) as database:
            return int(database.read().value("SELECT count(*) FROM tasks WHERE phase = 'P' AND state = 'done'"))
    except Exception:  # noqa: BLE001  # the library is being made at this moment
        return 0
