"""`imageparser package ...`: what a library knows of pictures, into one file and out of it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated, Any

from imageparser import clock
from imageparser.cli import operation
from imageparser.cli.record_view import facts, table
from imageparser.errors import UsageError
from imageparser.locale import tr

if TYPE_CHECKING:
    from rich.console import Console

    from imageparser.cli.session import Session, argument, option

_COUNTS = ("pictures", "marked", "tags", "collections", "presets", "vectors", "thumbnails", "left_out")


def export(  # its parameters are the options that people type
    session: Session,
    *,
    out: Annotated[str, argument("package.out", metavar="FILE")],
    folder: Annotated[str | None, option("package.folder", "--folder", metavar="DIR")] = None,
    collection: Annotated[int | None, option("package.collection", "--collection", metavar="NUMBER")] = None,
    query: Annotated[str | None, option("chosen.query", "--query", "-q")] = None,
    ids: Annotated[list[int] | None, option("package.id", "--id", metavar="PICTURE")] = None,
    thumbnails: Annotated[bool, option("package.thumbnails", "--thumbnails/--no-thumbnails")] = True,
    vectors: Annotated[bool, option("package.vectors", "--vectors/--no-vectors")] = True,
    share: Annotated[bool, option("package.share", "--share")] = False,
    names: Annotated[bool, option("package.names", "--names/--no-names")] = True,
    notes: Annotated[bool, option("package.notes", "--notes/--no-notes")] = True,
    replace: Annotated[bool, option("package.replace", "--replace")] = False,
    dry_run: Annotated[bool, option("package.dry_run", "--dry-run")] = False,
) -> int:
    """Write a package: the whole library, or a folder, a collection, a query, some pictures."""
    chosen = {"folder": _absolute(folder), "collection": collection, "query": query, "ids": ids or None}
    options = {"thumbnails": thumbnails, "vectors": vectors, "share": share, "names": names, "notes": notes}
    payload = {"path": _absolute(out), **chosen, **options, "replace": replace, "weigh": dry_run}
    return operation.run(session, "package_export", payload, _draw, reads=True)


def inspect(
    session: Session,
    *,
    file: Annotated[str, argument("package.file", metavar="FILE")],
    verify: Annotated[bool, option("package.verify", "--verify/--no-verify")] = True,
) -> int:
    """Tell what a package holds, after a check of everything in it."""
    return operation.run(session, "package_inspect", {"path": _absolute(file), "verify": verify}, _draw, reads=True)


def import_(
    session: Session,
    *,
    file: Annotated[str, argument("package.file", metavar="FILE")],
    root: Annotated[list[str] | None, option("package.root", "--root", metavar="THEIRS=OURS")] = None,
    policy: Annotated[str, option("package.policy", "--policy", metavar="keep|replace|newest")] = "keep",
    dry_run: Annotated[bool, option("package.dry_run", "--dry-run")] = False,
) -> int:
    """Take a package into the library; pictures are found by their content."""
    payload = {
        "path": _absolute(file),
        "policy": policy,
        "dry_run": dry_run,
        "roots": [_root(one) for one in root or ()],
    }
    return operation.run(session, "package_import", payload, _draw_import)


def _root(text: str) -> dict[str, str | None]:
    theirs, equals, ours = text.rpartition("=")
    if not equals or not theirs or not ours:
        raise UsageError(tr("cli.package.bad_root", text=text))
    return {"theirs": theirs, "ours": _absolute(ours)}


def _absolute(path: str | None) -> str | None:
    return None if path is None else os.path.abspath(path)  # noqa: PTH100  # a path of whatever bytes


def _draw(console: Console, answer: dict[str, Any]) -> None:
    made = clock.iso(answer["made_at"]) if "made_at" in answer else None
    facts(console, {"file": answer.get("path"), "bytes": answer.get("bytes"), "made_at": made})
    facts(console, {name: answer.get("counts", {}).get(name) for name in _COUNTS})
    for root in answer.get("roots", ()):
        facts(console, {"root": root})
    if answer.get("vectors"):
        table(console, answer["vectors"], ("kind", "version_key", "dim", "count"))
    if answer.get("package") == "":
        console.print(tr("cli.package.dry_export"))


def _draw_import(console: Console, answer: dict[str, Any]) -> None:
    facts(
        console,
        {name: value for name, value in answer.items() if isinstance(value, int) and not isinstance(value, bool)},
    )
    for field, count in answer.get("conflicts", {}).items():
        facts(console, {"conflict": field, "count": count})
    for folder in answer.get("folders", ()):
        facts(console, {"folder": folder})
    if answer.get("edits"):
        facts(console, {"edits": answer["edits"]})
    if answer.get("dry_run"):
        console.print(tr("cli.package.dry"))


COMMANDS = (("export", export), ("inspect", inspect), ("import", import_))
