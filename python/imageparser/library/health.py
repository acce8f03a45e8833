"""Whether a library is sound, and how to make it sound again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from imageparser.errors import ImageParserError, UsageError
from imageparser.library import backup_files, backups, file_checks, notices, table_checks
from imageparser.library.findings import Known
from imageparser.library.stats import build

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from imageparser.library.connection import Database
    from imageparser.library.findings import Finding

SHOWN = 20  # examples that a finding names
OF_TABLES = (
    table_checks.structure,
    table_checks.folders,
    table_checks.content,
    table_checks.texts,
    table_checks.vector_tables,
    table_checks.pictures_of_layers,
    table_checks.prompt_tags,
    notices.unfinished,
    notices.outdated,
    notices.missing,
)
OF_FILES = (file_checks.thumbnails, file_checks.vector_codes, file_checks.backups)
# What is looked at without `deep`: nothing that reads a whole table or folder.
QUICK = (table_checks.folders, table_checks.content, notices.unfinished, notices.outdated, notices.missing)
STEPS = len(OF_TABLES) + len(OF_FILES) + 1
NOTHING = Known()


def check(
    database: Database,
    known: Known = NOTHING,
    *,
    deep: bool = True,
    limit: int = SHOWN,
    step: Callable[[], object] = int,
) -> dict[str, Any]:
    """Look for faults and return them, `limit` examples of each; `ok` is true where there are none.

    `notices` are no faults. `step` is called after each of STEPS steps and may raise to break off.
    """
    found = find(database, known, deep=deep, step=step)
    return _answer(database, found, [], known, limit)


def repair(
    database: Database,
    known: Known = NOTHING,
    *,
    only: Collection[str] | None = None,
    dry_run: bool = False,
    limit: int = SHOWN,
    step: Callable[[], object] = int,
) -> dict[str, Any]:
    """Mend what can be mended, after a backup, and return what was found and done; with `dry_run` only what would be.

    `only` names findings: without it all are mended but those that nobody gets unasked. What was lost is made again by
    the next index run: its tasks count as not done. No file of the user is touched.

    Raises:
        UsageError: a name of `only` is no finding that can be mended.
    """
    found = find(database, known, step=step)
    chosen = [one for one in found if one.mend is not None and (one.code in only if only else not one.by_name)]
    unknown = sorted(set(only or ()) - {one.code for one in found if one.mend is not None})
    if unknown:
        raise UsageError(f"there is nothing to mend of the name {unknown[0]}")
    if dry_run or not chosen:
        would = [(one, "would be mended") for one in chosen]
        return {**_answer(database, found, would, known, limit), "backup": None}
    backup = backups.make(database, backup_files.REPAIR)
    done = [(one, _mended(database, one)) for one in chosen]
    left = find(database, known)
    answer = _answer(database, found, done, known, limit)
    return {**answer, "ok": _sound(left), "backup": str(backup.path)}


def find(
    database: Database, known: Known = NOTHING, *, deep: bool = True, step: Callable[[], object] = int
) -> list[Finding]:
    """Return every fault and every notice."""
    reader = database.read()
    found: list[Finding] = []
    with reader.snapshot():
        for of_table in OF_TABLES:
            if deep or of_table in QUICK:
                found += of_table(reader, known)
            step()
        for of_files in OF_FILES:
            if deep:
                found += of_files(database, reader, known)
            step()
    if deep:
        found.append(table_checks.index(database))
    step()
    return [finding for finding in found if finding.items]


def _mended(database: Database, finding: Finding) -> str:
    """Mend one finding; what cannot be done is told, and the rest goes on."""
    assert finding.mend is not None  # noqa: S101  # only such are chosen
    try:
        return finding.mend(database)
    except ImageParserError as error:
        return f"failed: {error}"


def _sound(found: Iterable[Finding]) -> bool:
    return all(one.notice for one in found)


def _answer(
    database: Database, found: list[Finding], done: list[tuple[Finding, str]], known: Known, limit: int
) -> dict[str, Any]:
    reader = database.read()
    repaired = {id(one): how for one, how in done}
    named = partial(notices.paths, reader)
    told = [(one.notice, one.as_dict(repaired.get(id(one)), limit=limit, named=named)) for one in found]
    return {
        "library": str(database.path),
        "ok": _sound(found),
        "findings": [one for notice, one in told if not notice],
        "notices": [one for notice, one in told if notice],
        "failures": notices.failures(reader, known)[:limit],
        "skipped": notices.skipped(reader)[:limit],
        "build": build(reader),
    }
