"""Keeping a library well: examining it with what settings and models say, repairing it, copying it in time."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from imageparser import clock, log
from imageparser.errors import ImageParserError
from imageparser.library import backup_files, backups, disk, health, switches
from imageparser.library.findings import Known
from imageparser.pipeline import handover, table
from imageparser.settings import default_cache_path, default_models_path

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from imageparser.library.connection import Database
    from imageparser.models.lifecycle import Models
    from imageparser.search.memory import Memory
    from imageparser.settings import Settings

LOG = log.get("upkeep")


def examine(
    database: Database,
    models: Models,
    settings: Settings,
    *,
    deep: bool = True,
    limit: int = health.SHOWN,
    step: Callable[[], object] = int,
) -> dict[str, Any]:
    """Return what is wrong with a library and what is worth knowing of it, and what it takes on the disk."""
    found = health.check(database, known(database, models, settings), deep=deep, limit=limit, step=step)
    return {**found, **_around(database, models, settings, deep=deep)}


def mend(
    database: Database,
    models: Models,
    settings: Settings,
    *,
    only: Collection[str] | None = None,
    dry_run: bool = False,
    limit: int = health.SHOWN,
    step: Callable[[], object] = int,
) -> dict[str, Any]:
    """Mend what can be mended, or with `dry_run` tell what would be; see `library.health.repair`."""
    told = known(database, models, settings)
    found = health.repair(database, told, only=only, dry_run=dry_run, limit=limit, step=step)
    return {**found, **_around(database, models, settings, deep=False)}


def known(database: Database, models: Models, settings: Settings) -> Known:
    """Return what the checks are told; a model that the settings name wrongly is no fault of the library."""
    reading = table.reading(settings)
    try:
        keys = table.version_keys(models, settings, switches.on(database.read()))
        services = handover.prepare(database, models, settings).services()
    except ImageParserError:
        return Known(reading)
    return Known(reading, keys, frozenset(key for one in services for key in (one.served, one.current)))


def serving(database: Database, models: Models, settings: Settings) -> list[dict[str, Any]]:
    """Return for each slot with vectors what answers searches, what is to answer, and how many files are left."""
    return [service._asdict() for service in handover.prepare(database, models, settings).services()]


def copy_in_time(database: Database, settings: Settings) -> backup_files.Backup | None:
    """Make a backup where the settings say that it is time, and let older ones go; return it.

    One that cannot be made keeps nobody from working: it is told in the log.
    """
    chosen = settings.backups
    if database.read_only or not backup_files.due(database.path, every_days=chosen.every_days, now_ms=clock.now_ms()):
        return None
    try:
        made = backups.make(database, backup_files.SCHEDULE)
        backup_files.remove(superfluous(database.path, settings))
    except ImageParserError as error:
        LOG.warning("no backup: %s", error)
        return None
    return made


def warm_up(memory: Memory, models: Models) -> None:
    """Make what searches keep between runs, the codes of vectors and the text side of the visual model."""
    memory.codes.bring_up_all()
    with contextlib.suppress(ImageParserError):  # the run is done and stored; a search will say it again
        encoder = models.visual_text()
        if encoder.approximate and models.status():  # others keep nothing, and need not be loaded for it
            encoder.embed(["picture"])


def superfluous(library: Path, settings: Settings) -> list[backup_files.Backup]:
    """Return the backups that the settings keep no longer."""
    chosen = settings.backups
    rows = backup_files.listed(library)
    return backup_files.rotated(rows, daily=chosen.keep_daily, weekly=chosen.keep_weekly)


def _around(database: Database, models: Models, settings: Settings, *, deep: bool) -> dict[str, Any]:
    answering: list[dict[str, Any]] = []
    with contextlib.suppress(ImageParserError):
        answering = serving(database, models, settings)
    places = {"models": default_models_path(settings), "cache": default_cache_path(settings)}
    return {"disk": disk.usage(database, places, deep=deep), "serving": answering}
