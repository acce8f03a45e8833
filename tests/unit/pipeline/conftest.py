from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from fixtures.core_objects import batch, found, record
from fixtures.phase_models import PhaseModels
from imageparser import _core
from imageparser.library import Database, files, scan
from imageparser.library.thumbnails import Thumbnails
from imageparser.pipeline import table
from imageparser.pipeline.flow import Flow
from imageparser.pipeline.phase import Context, Failed, Item, Result
from imageparser.pipeline.source import LocalSource
from imageparser.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from imageparser.pipeline.phase import Phase


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(tmp_path / "library.sqlite") as opened:
        yield opened


@pytest.fixture
def models() -> PhaseModels:
    return PhaseModels()


class Bench:
    """A library with files that exist as rows only, and a flow over them whose reading is made up."""

    def __init__(self, database: Database, models: PhaseModels) -> None:
        self.database = database
        self.models = models
        self.settings = Settings()
        self.cancel = _core.CancelToken()
        self.unreadable: dict[str, str] = {}
        self.contents: dict[str, str] = {}
        self.during_read: Callable[[Sequence[Item]], None] = lambda _: None
        self.progress: list[Any] = []
        self.layers: dict[str, list[Any]] = {}
        self.switched: set[str] = set()
        self.started_ms = 1 << 50

    def add(self, *names: str) -> list[int]:
        added = [found(f"/p/{name}") for name in names]
        self.database.write(lambda tx: scan.record(tx, batch(added=added), 1, reading=["P"]))
        rows = [files.get(self.database.read(), one.key) for one in added]
        return [row.id for row in rows if row is not None]

    def phases(self) -> tuple[Phase, ...]:
        first, *others = table.phases(self.settings, self.switched)
        return (replace(first, run=self.read, batch=4), *(replace(other, batch=4) for other in others))

    def read(self, context: Context, items: Sequence[Item]) -> list[Result | Failed]:
        self.during_read(items)
        return [self.read_one(context, item) for item in items]

    def read_one(self, context: Context, item: Item) -> Result | Failed:
        if item.ref.key in self.unreadable:
            return Failed(item.ref, self.unreadable[item.ref.key], "made up")
        content = self.contents.get(item.ref.key, item.ref.key)
        own = self.layers.get(item.ref.key, [])
        made = record(content, of=found(item.ref.key), layers=own, layer_count=len(own))
        context.thumbnails.write(made.digest, made.thumbnail)
        return Result(item.ref, made)

    def flow(self, *, names: Sequence[str] | None = None) -> Flow:
        every = self.phases()
        keys = dict(table.version_keys(self.models, self.settings, self.switched))  # type: ignore[arg-type]
        source = LocalSource(
            self.database,
            keys,
            {phase.id: table.dependents(phase.id, every) for phase in every},
            roots=None,
            max_attempts=3,
            started_ms=self.started_ms,
        )
        context = Context(
            settings=self.settings,
            models=self.models,  # type: ignore[arg-type]
            thumbnails=Thumbnails(self.database.thumbnails),
            cancel=self.cancel,
            workers=1,
            version_key="",
            tick=lambda *_: None,
        )
        chosen = [phase for phase in every if names is None or phase.id in names]
        return Flow(chosen, context, keys, source, self.progress.append)

    def run(self, **options: Any) -> dict[str, tuple[int, int]]:
        """Run the flow and return (done, failed) of each phase."""
        flow = self.flow(**options)
        flow.run()
        return {name: (meter.done, meter.failed) for name, meter in flow.meters.items()}


@pytest.fixture
def bench(database: Database, models: PhaseModels) -> Bench:
    return Bench(database, models)
