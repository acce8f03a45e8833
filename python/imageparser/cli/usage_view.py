"""What models took, as people read it: a line of facts for each model, and one for each memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.cli.model_view import memory
from imageparser.locale import tr

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from imageparser.models.overview import Status

TIMES = ("load_s", "first_s", "unload_s")
LEVELS = ("own", "before", "peak", "now", "after")


def status(console: Console, found: Status) -> None:
    """Tell what serves which slot, and what each model took."""
    for slot, model_id in found["serves"].items():
        console.print(f"{slot}  {model_id}", markup=False)
    if found["measured"]:
        console.print()
        measured(console, found["measured"])


def measured(console: Console, rows: Sequence[dict[str, Any]]) -> None:
    """Tell what was measured of each model's latest stay."""
    for row in rows:
        console.print("  ".join(_facts(row)), markup=False)
        for name in ("rss", "vram"):
            levels = [f"{tr(f'cli.models.level.{level}')} {memory(row[name][level])}" for level in _known(row[name])]
            if levels:
                console.print(f"  {tr(f'cli.models.{name}')}: {', '.join(levels)}", style="dim", markup=False)


def _facts(row: dict[str, Any]) -> Iterator[str]:
    yield row["model"]
    yield from filter(None, (row["precision"], row["device"]))
    if row["batch"]:
        yield f"{tr('cli.models.batch')} {row['batch']}"
    yield f"{tr('cli.models.calls')} {row['calls']:,}"
    for name in TIMES:
        if row[name] is not None:
            yield f"{tr(f'cli.models.time.{name}')} {row[name]:.2f} s"


def _known(levels: dict[str, Any]) -> list[str]:
    return [level for level in LEVELS if levels[level]]
