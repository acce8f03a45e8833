"""kill -9 at ten random moments between library and file of codes: no answer is wrong and none is missing."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import numpy as np
import pytest

from imageparser.library import Database, vectors
from imageparser.library.codes import Codes
from imageparser.search.vectors import VectorSearch

if TYPE_CHECKING:
    from pathlib import Path

KILLS, DIM, LIMIT = 10, 32, 1000

# Vectors come, change and go for ever, and the file follows in the background as it does for searches.
CHILD = f"""
import sys
import numpy as np
from imageparser.library import Database, vectors
from imageparser.library.codes import Codes

dice = np.random.default_rng(int(sys.argv[2]))
with Database.open(sys.argv[1]) as database:
    codes = Codes(database, least=20)
    for turn in range(1_000_000):
        ids = dice.choice(600, dice.integers(1, 60), replace=False).tolist()
        rows = dice.normal(size=(len(ids), {DIM})).astype(np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        database.write(lambda tx: vectors.put(tx, "VV", "k", ids, rows))
        gone = dice.choice(600, dice.integers(0, 60), replace=False).tolist()
        database.write(lambda tx: vectors.remove(tx, "vec_vv_1", gone))
        codes.ask(vectors.state(database.read(), "VV", "k"))
        if turn == 3:
            print("ready", file=sys.stderr, flush=True)
"""


def killed(place: Path, seed: int, delay: float) -> None:
    command = [sys.executable, "-c", CHILD, str(place), str(seed)]
    child = subprocess.Popen(command, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
    assert child.stderr is not None
    with child.stderr:
        line = b"-"
        while b"ready" not in line:
            line = child.stderr.readline()
            assert line, "the child did not begin"
        time.sleep(delay)
        assert child.poll() is None, child.stderr.read()
        child.send_signal(signal.SIGKILL)
        child.wait()


def assert_answers(database: Database, codes: Codes, dice: np.random.Generator) -> None:
    reader = database.read()
    ids, rows = vectors.matrix(reader, "VV", "k")
    allowed = np.sort(dice.choice(600, 300, replace=False)).astype(np.int64)
    for within in (None, allowed):
        wanted = dice.normal(size=DIM).astype(np.float32)
        wanted /= np.linalg.norm(wanted)
        found = VectorSearch(codes).rank(reader, "VV", "k", wanted, limit=LIMIT, within=within)
        scores = {i: s for i, s in zip(ids.tolist(), rows @ wanted, strict=True) if within is None or i in allowed}
        assert sorted(found.ids.tolist()) == sorted(scores)
        assert found.scores.tolist() == pytest.approx(sorted(scores.values(), reverse=True), abs=1e-5)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system knows no kill -9")
def test_answers_after_kills(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("imageparser.search.vectors.FEW", -1)
    monkeypatch.setattr("imageparser.search.vectors.FEW_EACH", 0)
    dice = random.Random(17)  # noqa: S311
    place = tmp_path / "library.sqlite"
    used = 0
    for seed in range(KILLS):
        killed(place, seed, dice.uniform(0.0, 0.6))
        with Database.open(place) as database:
            codes = Codes(database, background=False, least=20)
            state = vectors.state(database.read(), "VV", "k")
            assert state is not None
            used += codes.current(database.read(), state) is not None
            assert_answers(database, codes, np.random.default_rng(seed))
            if seed % 3 == 2:
                codes.bring_up_all()
                assert_answers(database, codes, np.random.default_rng(seed + 100))
                found = codes.current(database.read(), state)
                assert found is not None
                assert len(found[1]) == 0
    assert used >= KILLS // 2, "the files were hardly ever of use"
