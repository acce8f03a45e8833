"""Models as people read them: tables and lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.cli import output
from imageparser.locale import tr

# ruff: noqa: PLC0415  Programs that ask for JSON never pay for rich.

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console
    from rich.table import Table

    from imageparser.facade import UseAnswer
    from imageparser.models.check import FileState
    from imageparser.models.install import Installation
    from imageparser.models.overview import ModelDetail, ModelRow


def table(console: Console, rows: Sequence[ModelRow]) -> None:
    """Draw the known models."""
    made = _table("id", "slots", "tiers", "state", "precision", "memory", "serves")
    for row in rows:
        made.add_row(
            row["id"],
            " ".join(row["slots"]),
            " ".join(row["tiers"]),
            tr(f"cli.models.state.{row['state']}"),
            " ".join(row["installed"]) or row["precision"],
            memory(row["memory_mb"] << 20),
            " ".join(row["serves"]),
        )
    console.print(made)
    for row in rows:
        if row["problem"]:
            console.print(output.one_line(f"{row['id']}: {row['problem']}"), markup=False)


def about(console: Console, found: ModelDetail) -> None:
    """Draw one model."""
    source = " ".join(str(value) for value in found["source"].values() if value)
    lines = [
        (tr("cli.models.id"), found["id"]),
        (tr("cli.models.title"), found["title"]),
        (tr("cli.models.slots"), " ".join(found["slots"])),
        (tr("cli.models.tiers"), " ".join(found["tiers"])),
        (tr("cli.models.dimension"), str(found["dimension"])),
        (tr("cli.models.licence"), found["licence"]),
        (tr("cli.models.source"), source),
        (tr("cli.models.state"), tr(f"cli.models.state.{found['state']}")),
        (tr("cli.models.precision"), " ".join(found["precisions"])),
        (tr("cli.models.memory"), memory(found["memory_mb"] << 20)),
        (tr("cli.models.folder"), found["folder"]),
        (tr("cli.models.key"), found["version_key"]),
    ]
    for name, value in lines:
        if value:
            console.print(f"{name}: {output.one_line(value)}", markup=False)
    for file in found["files"]:
        console.print(f"  {file['name']}  {file['size']:,}  {file['sha256'][:16]}", markup=False)


def installed(console: Console, made: Installation) -> None:
    """Tell what an installation did."""
    told = {"id": made.record.id, "precisions": " ".join(made.record.precisions()), "size": memory(made.size)}
    sentence = tr("cli.models.install.already", **told) if made.already else tr("cli.models.install.done", **told)
    console.print(sentence, markup=False)
    for difference in made.differences:
        console.print(tr("cli.models.install.difference", what=output.one_line(difference)), markup=False)


def verified(console: Console, model_id: str, states: Sequence[FileState]) -> None:
    """Tell which files are not what they were."""
    for state in states:
        if not state.ok:
            console.print(output.one_line(f"{state.name}: {state.problem}"), markup=False)
    bad = sum(not state.ok for state in states)
    good = tr("cli.models.verify.good", id=model_id, count=len(states))
    console.print(tr("cli.models.verify.bad", id=model_id, count=bad) if bad else good, markup=False)


def removed(console: Console, model_id: str, freed: int) -> None:
    """Tell what came free."""
    console.print(tr("cli.models.remove.done", id=model_id, size=memory(freed)), markup=False)


def chosen(console: Console, answer: UseAnswer) -> None:
    """Tell what serves now and what is to be done anew."""
    for slot, model_id in answer["serves"].items():
        console.print(f"{slot}  {model_id}", markup=False)
    for phase, count in answer["anew"].items():
        console.print(tr("cli.models.use.anew", phase=tr(f"phase.{phase}"), count=f"{count:,}"), markup=False)


def resident(console: Console, rows: Sequence[dict[str, Any]]) -> None:
    """Draw the model processes of this program."""
    made = _table("id", "precision", "device", "batch", "calls", "rss", "vram", "load")
    for row in rows:
        load = row.get("load_s")
        made.add_row(
            str(row.get("model", "")),
            str(row.get("precision", "")),
            str(row.get("device", "")),
            str(row.get("batch") or ""),
            str(row.get("calls", "")),
            memory(row["rss"]),
            memory(row["vram"]),
            f"{load:.2f} s" if isinstance(load, float) else "",
        )
    console.print(made)


def renewals(console: Console, services: Sequence[dict[str, Any]]) -> None:
    """Tell where a former model still answers while another one is at work."""
    for service in services:
        if service["served"] != service["current"]:
            former, coming = (service[name].split("@")[0] for name in ("served", "current"))
            phase = tr(f"phase.{service['slot']}")
            text = tr("cli.serving", phase=phase, former=former, coming=coming, left=f"{service['left']:,}")
            console.print(text, style="yellow", markup=False)


def memory(size: int | None) -> str:
    """Return bytes as people read them, nothing where they are unknown."""
    if not size:
        return ""
    from rich.filesize import decimal

    return decimal(size)


def _table(*columns: str) -> Table:
    from rich.table import Table

    made = Table(box=None, header_style="dim", padding=(0, 2, 0, 0))
    for name in columns:
        made.add_column(tr(f"cli.models.{name}"), overflow="fold")
    return made
