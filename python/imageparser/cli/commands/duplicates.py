"""`imageparser duplicates ...`: find pictures that are there more than once, choose, merge, put aside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from imageparser.cli import operation, output
from imageparser.cli.interrupt import Interruptible
from imageparser.cli.record_view import facts, table
from imageparser.errors import CancelledError
from imageparser.locale import tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console

    from imageparser._core import CancelToken
    from imageparser.cli.session import Session, argument, option
    from imageparser.facade import Library

_PAGE = 1000


@dataclass(frozen=True)
class Wanted:
    """Which pictures are looked at, and what makes two of them duplicates."""

    query: Annotated[str, option("duplicates.query", "--query", "-q")] = ""
    kinds: Annotated[list[str] | None, option("duplicates.kind", "--kind", metavar="KIND")] = None
    bits: Annotated[int | None, option("duplicates.bits", "--bits", metavar="0-11")] = None
    cosine: Annotated[float | None, option("duplicates.cosine", "--cosine", metavar="0.5-1")] = None

    def payload(self) -> dict[str, Any]:
        """Return the fields of the operations."""
        return {"query": self.query, "kinds": self.kinds or None, "bits": self.bits, "cosine": self.cosine}


@dataclass(frozen=True)
class Chosen:
    """Which picture of a group is kept."""

    keep: Annotated[list[str] | None, option("duplicates.keep", "--keep", metavar="RULE[=VALUE]")] = None
    pick: Annotated[list[int] | None, option("duplicates.pick", "--pick", metavar="PICTURE")] = None

    def payload(self) -> dict[str, Any]:
        """Return the fields of the operations."""
        rules = [dict(zip(("by", "value"), rule.split("=", 1), strict=False)) for rule in self.keep or ()]
        return {"keep": rules or None, "picks": self.pick or None}


def list_(
    session: Session,
    *,
    wanted: Wanted,
    limit: Annotated[int, option("duplicates.limit", "--limit", "-n", min=1, max=_PAGE)] = 50,
    offset: Annotated[int, option("duplicates.offset", "--offset", min=0)] = 0,
) -> int:
    """Show groups of duplicates, those that waste most first."""
    payload = {**wanted.payload(), "limit": limit, "offset": offset}
    return operation.run(session, "duplicates", payload, _draw_groups, reads=True)


def plan(
    session: Session,
    *,
    wanted: Wanted,
    chosen: Chosen,
    limit: Annotated[int, option("duplicates.limit", "--limit", "-n", min=1, max=_PAGE)] = 50,
    offset: Annotated[int, option("duplicates.offset", "--offset", min=0)] = 0,
) -> int:
    """Say which picture of each group would be kept, and why."""
    payload = {**wanted.payload(), **chosen.payload(), "limit": limit, "offset": offset}
    return operation.run(session, "duplicates_plan", payload, _draw_plan, reads=True)


def merge(
    session: Session,
    *,
    wanted: Wanted,
    chosen: Chosen,
) -> int:
    """Give the kept pictures what the user said of the others; `edits undo` takes it back."""
    return _act(session, "duplicates_merge", {**wanted.payload(), **chosen.payload()}, {})


def move(
    session: Session,
    *,
    to: Annotated[str, option("duplicates.to", "--to", metavar="FOLDER")],
    wanted: Wanted,
    chosen: Chosen,
    apply: Annotated[bool, option("duplicates.apply", "--apply")] = False,
) -> int:
    """Move all but the kept pictures into a folder; without --apply it is only told."""
    planning = {**wanted.payload(), **chosen.payload()}
    return _act(session, "duplicates_move", planning, {"target_root": to, "dry_run": not apply})


def mark(
    session: Session,
    *,
    pictures: Annotated[list[int], argument("chosen.pictures", metavar="PICTURE")],
    together: Annotated[bool, option("duplicates.together", "--together")] = False,
) -> int:
    """Remember that pictures are no duplicates of each other."""
    return operation.run(session, "duplicates_mark", {"ids": pictures, "apart": not together}, facts)


def apart(
    session: Session,
    *,
    limit: Annotated[int, option("duplicates.limit_apart", "--limit", "-n", min=1, max=_PAGE)] = 50,
    offset: Annotated[int, option("duplicates.offset_apart", "--offset", min=0)] = 0,
) -> int:
    """Show the pictures that were marked as no duplicates; `mark --together` takes it back."""
    return operation.run(session, "duplicates_apart", {"limit": limit, "offset": offset}, _draw_apart, reads=True)


def _act(session: Session, name: str, planning: Mapping[str, Any], doing: Mapping[str, Any]) -> int:
    """Plan for all groups, then do something with them."""
    with session.open() as library, Interruptible() as interrupt:
        done, results = interrupt.run(lambda: _run(library, name, planning, doing, interrupt.token))
    answer = {**done.get("payload", {}), **({"results": results} if results else {})}
    session.answer(answer, lambda console: _draw_done(console, answer))
    if done["cancelled"]:
        raise CancelledError
    return int(done["errors"] > 0)


def _run(
    library: Library, name: str, planning: Mapping[str, Any], doing: Mapping[str, Any], cancel: CancelToken
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    groups: list[dict[str, Any]] = []
    offset: int | None = 0
    while offset is not None:
        given = {key: value for key, value in planning.items() if value is not None}
        page = library.run("duplicates_plan", {**given, "limit": _PAGE, "offset": offset}, cancel=cancel)["payload"]
        groups += [{"keep": one["keep"], "others": [lost["id"] for lost in one["others"]]} for one in page["groups"]]
        offset = page["next"]
    results: list[dict[str, Any]] = []
    if not groups:
        return {"errors": 0, "cancelled": False, "payload": {"groups": 0}}, results

    def take(line: dict[str, Any]) -> None:
        if line["type"] == "result":
            results.append({key: line[key] for key in ("status", "source", "target", "message")})

    done = library.run(name, {**doing, "groups": groups}, on_line=take, cancel=cancel)
    return {**done, "payload": {"groups": len(groups), **done["payload"]}}, results


def _draw_groups(console: Console, answer: dict[str, Any]) -> None:
    for group in answer["groups"]:
        console.print(tr("cli.duplicates.group", count=len(group["pictures"]), bytes=_size(group["spare"])))
        table(console, group["pictures"], ("id", "kind", "format", "width", "height", "bytes", "path"))
    _draw_total(console, answer)


def _draw_apart(console: Console, answer: dict[str, Any]) -> None:
    rows = [{"at": one["at"], **picture} for one in answer["decisions"] for picture in one["pictures"]]
    table(console, rows, ("at", "id", "path"))
    total = tr("cli.duplicates.apart_total", decisions=answer["total"], pairs=answer["pairs"])
    console.print(total, style="dim", markup=False)


def _draw_plan(console: Console, answer: dict[str, Any]) -> None:
    for group in answer["groups"]:
        paths = {picture["id"]: picture["path"] for picture in group["pictures"]}
        console.print(
            tr("cli.duplicates.keep_line", id=group["keep"], path=output.one_line(paths[group["keep"]])), markup=False
        )
        table(console, [{**lost, "path": paths[lost["id"]]} for lost in group["others"]], _LOST)
    _draw_total(console, answer)


def _draw_total(console: Console, answer: dict[str, Any]) -> None:
    total = {"groups": answer["total"], "pictures": answer["pictures"], "bytes": _size(answer["spare"])}
    notes = [tr(f"note.{note}") for note in answer["notes"]]
    console.print("\n".join([tr("cli.duplicates.total", **total), *notes]), style="dim", markup=False)


def _draw_done(console: Console, answer: dict[str, Any]) -> None:
    for one in answer.get("results", ()):
        parts = [one["status"], one["source"], one["target"] and f"-> {one['target']}", one["message"]]
        console.print(output.one_line("  ".join(part for part in parts if part)), markup=False)
    facts(console, answer)


def _size(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB"


_LOST = ("id", "by", "kept", "value", "path")
COMMANDS = (("list", list_), ("plan", plan), ("merge", merge), ("move", move), ("mark", mark), ("apart", apart))
