"""From the built-in tier to other models, killed half-way, with real processes: searches are answered all the time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from fixtures import pictures, png, tiny_models
from fixtures.tiny_models import DUAL, TEXT
from imageparser import Library
from imageparser.library import Database, health, serving, vectors
from imageparser.settings import ModelSettings, Settings, UseSettings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from imageparser.search.find import FindAnswer

COUNT = 200

# Each phase waits to be killed as soon as it has stored something, but not all, of what it found to do.
CHILD = """
import json, sys, time
from imageparser import Library
from imageparser.pipeline import progress
from imageparser.settings import Settings

def look(step):
    if 0 < step.done < step.total:
        time.sleep(600)

progress.SHORTEST_PAUSE = 0
settings = Settings.model_validate_json(sys.argv[3])
with Library.open(sys.argv[1], settings=settings) as library:
    library.index([sys.argv[2]], progress=look)
"""


def settings_of(base: Path, **use: str) -> Settings:
    chosen = ModelSettings(cache=base / "cache", folder=base / "모델", use=UseSettings(**use), threads=1)
    return Settings(models=chosen)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with pictures, the tiny models, and a library that the built-in models have looked at."""
    made = tmp_path_factory.mktemp("갱신")
    tiny_models.stick(made / "모델")
    (made / "그림").mkdir()
    for number in range(COUNT):
        png.write(made / "그림" / f"그림{number}.png", pictures.scene(48, 32, seed=number), color=png.RGB)
    with Library.open(made / "l.sqlite", settings=settings_of(made)) as library:
        library.index([made / "그림"])
    return made


@pytest.fixture
def renewed(base: Path) -> Iterator[Library]:
    """The same library with the tiny models in its settings."""
    with Library.open(base / "l.sqlite", settings=settings_of(base, VV=DUAL, MV=TEXT)) as library:
        yield library


def counts(base: Path) -> dict[tuple[str, str], int]:
    with Database.open(base / "l.sqlite", read_only=True) as database:
        reader = database.read()
        tables = [(table.kind, table.version_key) for table in vectors.tables(reader)]
        return {(kind, key.split("@")[0]): vectors.count(reader, kind, key) for kind, key in tables}


def kill_when(base: Path, kind: str, model: str, least: int) -> None:
    """Index with the tiny models and kill -9 the process once it has stored some vectors of a kind."""
    wanted = counts(base).get((kind, model), 0) + least
    values = json.dumps(settings_of(base, VV=DUAL, MV=TEXT).model_dump(mode="json"))
    command = [sys.executable, "-c", CHILD, str(base / "l.sqlite"), str(base / "그림"), values]
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    deadline = time.monotonic() + 120
    while counts(base).get((kind, model), 0) < wanted:
        assert child.poll() is None, "the run ended before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.01)
    child.send_signal(signal.SIGKILL)
    child.wait()


def seen(answer: FindAnswer, axis: str) -> int:
    return sum(result["axes"][axis]["rank"] is not None for result in answer["results"])


def scores(answer: FindAnswer, axis: str) -> dict[int, float | None]:
    return {result["id"]: result["axes"][axis]["score"] for result in answer["results"]}


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.skipif(os.name != "posix", reason="this system knows no kill -9")
def test_searches_are_answered_while_another_model_looks_at_everything_and_is_killed(
    base: Path, renewed: Library
) -> None:
    before = renewed.find("a red house", top=COUNT, cut=False)
    assert {"visual_former", "meaning_former"} <= set(before["notes"])
    assert (seen(before, "visual"), seen(before, "meaning")) == (COUNT, COUNT)
    for kind, model in (("VV", DUAL), ("MV", TEXT)):
        kill_when(base, kind, model, 16)
        found = renewed.find("a red house", top=COUNT, cut=False)
        former = [axis for axis in ("visual", "meaning") if f"{axis}_former" in found["notes"]]
        assert "meaning" in former
        for axis in former:  # whichever answers, it answers with everything
            assert seen(found, axis) == COUNT
            assert scores(found, axis) == pytest.approx(scores(before, axis), abs=1e-4)
    half = counts(base)
    assert 0 < half["MV", TEXT] < COUNT
    report = renewed.index([base / "그림"])
    assert report["phases"]["MV"]["done"] == COUNT - half["MV", TEXT], "what was stored is not done again"
    after = renewed.find("a red house", top=COUNT, cut=False)
    assert not {"visual_former", "meaning_former"} & set(after["notes"])
    assert (seen(after, "visual"), seen(after, "meaning")) == (COUNT, COUNT)
    assert counts(base) == {("VV", DUAL): COUNT, ("MV", TEXT): COUNT}
    assert renewed.index([base / "그림"])["phases"] == {
        phase: {"done": 0, "failed": 0} for phase in ("P", "MC", "VV", "MV")
    }
    with Database.open(base / "l.sqlite") as database:
        assert health.check(database)["findings"] == []
        reader = database.read()
        for slot in ("VV", "MV"):
            assert serving.noted(reader, slot) == renewed.models.version_key(slot)
