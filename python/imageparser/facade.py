"""The whole program as one object; the command line, the page and embedding programs use nothing else."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Self, TypedDict, cast

from imageparser import _core
from imageparser.library.connection import Database
from imageparser.settings import default_library_path, load_settings

# ruff: noqa: PLC0415  Each method loads what it needs, so that opening a library costs milliseconds.

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from types import TracebackType

    from imageparser.exchange.keeper import SidecarKeeper
    from imageparser.inspection import Inspection, Written
    from imageparser.models.lifecycle import Models
    from imageparser.pictures import Picture
    from imageparser.pipeline.cost import LayerCost
    from imageparser.pipeline.progress import Progress
    from imageparser.pipeline.report import IndexAnswer
    from imageparser.previews import Previews
    from imageparser.search.find import FindAnswer
    from imageparser.search.language import Query
    from imageparser.search.memory import Memory
    from imageparser.search.suggest import SuggestAnswer
    from imageparser.settings import Settings

    AnyPath = str | os.PathLike[str]


class UseAnswer(TypedDict):
    """Which model serves which slot from now on, and how many pictures a phase has to do anew."""

    serves: dict[str, str]
    anew: dict[str, int]


class Library:
    """One library of pictures: index folders into it, search it.

    Use it as a context manager, or call `close`. All methods may be called from any thread; models are
    started when first needed and end with the library.

    Example:
        with Library.open("pictures.sqlite") as library:
            library.index(["/home/me/Pictures"])
            for result in library.find("a red car", top=5)["results"]:
                ...
    """

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings
        self._models: Models | None = None
        self._memory: Memory | None = None
        self._sidecars: SidecarKeeper | None = None
        self._previews: Previews | None = None
        self._lock = Lock()

    @classmethod
    def open(cls, path: AnyPath | None = None, *, read_only: bool = False, settings: Settings | None = None) -> Self:
        """Open the library at `path`, else the user's own; it is made where it does not exist.

        Raises:
            NotFoundError: `read_only` and there is no library.
            ImageParserError: it is locked, damaged, newer than this program, or cannot be written.
        """
        settings = settings or load_settings()
        place = Path(path) if path is not None else default_library_path(settings)
        timeout = settings.library.busy_timeout
        return cls(Database.open(place, read_only=read_only, busy_timeout=timeout), settings)

    @property
    def path(self) -> Path:
        """The file of the library."""
        return self._database.path

    @property
    def database(self) -> Database:
        """The open library file, for the operations of the tag archive."""
        return self._database

    @property
    def memory(self) -> Memory:
        """What searches keep between them."""
        return self._get_memory()

    @property
    def settings(self) -> Settings:
        """What the library was opened with."""
        return self._settings

    def index(
        self,
        folders: AnyPath | Iterable[AnyPath],
        *,
        workers: int | None = None,
        phases: Sequence[str] | None = None,
        exclude: Sequence[str] = (),
        force: bool = False,
        progress: Callable[[Progress], None] | None = None,
        cancel: _core.CancelToken | None = None,
        layer_vectors: bool | None = None,
        announce: Callable[[LayerCost], None] | None = None,
    ) -> IndexAnswer:
        """Bring the library up to date with some folders and return what was done.

        Only what is new or changed is read. `phases` limits the work to some of P, MC, VV, MV and LV;
        `force` does them again for every picture and asks models anew; `cancel` ends the run early, and the next
        run goes on.
        `layer_vectors` lets this library keep a visual vector of each layer from now on (LV), or no more; what that
        costs is told to `announce` before it begins.

        Raises:
            NotFoundError: a folder does not exist.
            UsageError: an unknown phase.
        """
        from imageparser import upkeep
        from imageparser.pipeline.runner import Runner

        upkeep.copy_in_time(self._database, self._settings)
        runner = Runner(self._database, self._get_models(), self._settings)
        report = runner.index(
            _folders(folders),
            phases=phases,
            exclude=exclude,
            force=force,
            workers=workers,
            progress=progress,
            cancel=cancel,
            layer_vectors=layer_vectors,
            announce=announce,
        )
        upkeep.warm_up(self._get_memory(), self._get_models())
        self.sidecars.wake()
        return cast("IndexAnswer", report.as_dict())

    def watch(
        self,
        folders: AnyPath | Iterable[AnyPath],
        on_report: Callable[[IndexAnswer], None],
        *,
        cancel: _core.CancelToken | None = None,
        **options: Any,
    ) -> None:
        """Index now and whenever something may have changed, until `cancel`; `options` are those of `index`."""
        from imageparser import watching

        token = cancel or _core.CancelToken()
        roots = _folders(folders)
        for _ in watching.hints(roots, token, ignore=self.path):
            on_report(self.index(roots, cancel=token, **options))
            options["force"] = False

    def find(
        self,
        query: str | Query = "",
        *,
        top: int = 20,
        cancel: _core.CancelToken | None = None,
        **options: Any,
    ) -> FindAnswer:
        """Search by words, by an outside picture (`image`), by one of the library (`like`) or by several `references`.

        The query is of the language that docs/search.md describes: words, "phrases", -exclusions, key:value filters
        and sort:. `filters` are further ones of the form NAME=VALUE; all limit the pictures before they are ranked.
        `options` are these and the other fields of `search.request.Request`: `after` (the `next` of the page before),
        `weights` (how much each axis counts), `explain`, `references` with their `mode` and so on.

        Raises:
            UsageError: a filter, a weight, a reference or `after` is wrong.
            NotFoundError: a reference names no picture, layer or file.
            CancelledError: `cancel` was raised meanwhile.
        """
        from imageparser.search.find import find
        from imageparser.search.request import request

        asked = request(query, limit=top, **options)
        return find(self._database, self._get_models(), asked, memory=self._get_memory(), cancel=cancel)

    def suggest(self, query: str, **options: Any) -> SuggestAnswer:
        """Return how a query that is being typed could go on: `search.suggest.answer` with its `options`."""
        from imageparser.search.suggest import answer

        return answer(self._database, self._get_memory().counting, query, **options)

    def prepare(self) -> None:
        """Start the models that a search needs, without waiting, so that the first one is quick; count what is new."""
        self._get_models().prepare("VT", "MV")
        self._get_memory().counting.bring_up()

    def picture(self, item: int) -> Picture:
        """Return everything that the library knows of one picture.

        Raises:
            NotFoundError: the library has no such picture.
        """
        from imageparser.pictures import picture

        return picture(self._database, item)

    def thumbnail_path(self, digest: str) -> Path | None:
        """Return the stored thumbnail of a content, or None where there is none."""
        from imageparser.library.thumbnails import Thumbnails

        path = Thumbnails(self._database.thumbnails).path(digest)
        return path if path.exists() else None

    @property
    def previews(self) -> Previews:
        """Renderings and tiles of this library's pictures for a screen."""
        from imageparser.previews import Previews

        with self._lock:
            self._previews = self._previews or Previews(self._database)
            return self._previews

    @staticmethod
    def inspect(path: AnyPath | bytes) -> Inspection:
        """Read one file and tell what is in it; needs no library. See `ok` and `error` of the answer."""
        from imageparser.inspection import inspect

        return inspect(path)

    @staticmethod
    def thumbnail(path: AnyPath | bytes, out: AnyPath, *, size: int = 256, quality: int = 85) -> Written:
        """Write a WebP of at most `size` pixels on its longer side to `out`; needs no library.

        Raises:
            ImageParserError: the picture cannot be read.
            OSError: `out` cannot be written.
        """
        from imageparser.inspection import write_thumbnail

        return write_thumbnail(path, Path(out), size=size, quality=quality)

    def folders(self) -> list[str]:
        """Return the folders that were indexed, the outermost ones."""
        from imageparser.library import runs

        return [os.fsdecode(raw) for raw in runs.folders(self._database.read())]

    def stats(self) -> dict[str, Any]:
        """Return what is in the library, in numbers."""
        from imageparser import upkeep
        from imageparser.library import stats, switches
        from imageparser.pipeline import cost
        from imageparser.pipeline.table import version_keys

        reader, models = self._database.read(), self._get_models()
        numbers = stats.collect(self._database, version_keys(models, self._settings, switches.on(reader)))
        return {
            **numbers,
            "layer_vectors": cost.estimate(reader, models).as_dict(),
            "serving": upkeep.serving(self._database, models, self._settings),
        }

    @property
    def models(self) -> Models:
        """The models of this library; each is started when it is first needed."""
        return self._get_models()

    @property
    def sidecars(self) -> SidecarKeeper:
        """What writes the XMP beside pictures by itself, where the settings say so."""
        from imageparser.exchange.keeper import SidecarKeeper

        with self._lock:
            self._sidecars = self._sidecars or SidecarKeeper(self._database, self._settings.sidecars)
            return self._sidecars

    def adopt(self, settings: Settings, *, fresh_models: bool = False) -> None:
        """Work by other settings from now on; the models, and what writes sidecars, end where theirs are others."""
        ended: list[Models | SidecarKeeper | None] = []
        with self._lock:
            before, self._settings = self._settings, settings
            if fresh_models or settings.models != before.models:
                ended.append(self._models)
                self._models = None
            if settings.sidecars != before.sidecars:
                ended.append(self._sidecars)
                self._sidecars = None
        for part in ended:
            if part is not None:
                part.close()

    def use_model(self, name: str, slots: Sequence[str] = ()) -> UseAnswer:
        """Let a model serve its slots, or a tier (`standard`) all of them, from now on; the settings file is changed.

        What is under way ends with an error and can be run again. Nothing is computed here: the next `index` does it,
        and the results of the model before stay until then.

        Raises:
            UsageError: there is no such model or tier.
            ModelMissingError: it is not installed.
        """
        from imageparser.library import tasks
        from imageparser.models.choice import choose
        from imageparser.pipeline.table import version_keys

        reader = self._database.read()
        before = dict(version_keys(self._get_models(), self._settings))
        self.adopt(choose(self._settings, name, slots), fresh_models=True)
        after = version_keys(self._get_models(), self._settings)
        changed = [(phase, key) for phase, key in after if before.get(phase) != key]
        counts = tasks.counts(reader, changed)
        serving = {slot: self.models.model(slot).id for slot in ("VV", "VT", "MV", "MC")}
        return {"serves": serving, "anew": {phase: count.pending for phase, count in counts.items()}}

    def doctor(
        self,
        *,
        repair: bool = False,
        only: Collection[str] | None = None,
        dry_run: bool = False,
        deep: bool = True,
        limit: int = 20,
        step: Callable[[], object] = int,
    ) -> dict[str, Any]:
        """Check the library; with `repair`, mend what can be mended. `ok` tells whether all is well now.

        `only` names findings to mend, `dry_run` tells what would be mended; without `deep` nothing is read whole.
        `limit` examples are named of each; `step` is called after each check and may raise to break off.

        Raises:
            UsageError: a name of `only` is no finding that can be mended.
        """
        from imageparser import upkeep

        place = (self._database, self._get_models(), self._settings)
        if repair:
            return upkeep.mend(*place, only=only, dry_run=dry_run, limit=limit, step=step)
        return upkeep.examine(*place, deep=deep, limit=limit, step=step)

    def run(
        self,
        op: str,
        payload: Mapping[str, Any] | None = None,
        *,
        on_line: Callable[[dict[str, Any]], None] | None = None,
        cancel: _core.CancelToken | None = None,
    ) -> dict[str, Any]:
        """Run an operation of the protocol (docs/ipc.md) and return its `done` line; `on_line` gets those before.

        Example:
            done = library.run("rename", {"folder": "/pictures", "order": ["who"], "variables": [...]})

        Raises:
            UsageError: there is no such operation, or its payload is wrong.
            ImageParserError: the operation failed.
        """
        from imageparser.ipc import direct

        return direct.run(lambda: self, op, payload, on_line=on_line, cancel=cancel)

    def close(self) -> None:
        """End the models, finish what is being written and close the file; closing twice does nothing."""
        with self._lock:
            models, self._models = self._models, None
            memory, self._memory = self._memory, None
            keeper, self._sidecars = self._sidecars, None
            previews, self._previews = self._previews, None
        for part in (keeper, models, memory, previews):
            if part is not None:
                part.close()
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def _get_memory(self) -> Memory:
        from imageparser.search.memory import Memory

        with self._lock:
            self._memory = self._memory or Memory(self._database)
            return self._memory

    def _get_models(self) -> Models:
        from imageparser.models.lifecycle import Models

        with self._lock:
            self._models = self._models or Models(self._settings)
            return self._models


def _folders(folders: AnyPath | Iterable[AnyPath]) -> list[Path]:
    if isinstance(folders, str | os.PathLike):
        return [Path(folders)]
    return [Path(folder) for folder in folders]
