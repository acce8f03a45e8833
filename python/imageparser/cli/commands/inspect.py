"""`imageparser inspect FILE...`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from imageparser.cli import output
from imageparser.locale import tr

if TYPE_CHECKING:
    from rich.console import Console

    from imageparser.cli.session import Session, argument, option
    from imageparser.inspection import Generator, Inspection


def inspect(
    session: Session,
    *,
    files: Annotated[list[str], argument("inspect.files", metavar="FILE")],
    stealth: Annotated[Literal["auto", "check", "never"], option("inspect.stealth", metavar="WHEN")] = "check",
) -> int:
    """Read pictures and tell what is in them; needs no library. Each file gets its own object."""
    from imageparser.inspection import inspect_many  # noqa: PLC0415  # keeps `--help` quick

    failed = False
    for found in inspect_many(files, stealth=stealth):
        failed = failed or not found["ok"]
        session.answer(dict(found), lambda console, found=found: draw(console, found))  # type: ignore[misc]
    return int(failed)


def draw(console: Console, found: Inspection) -> None:
    """Draw one file as lines of name and value."""
    from rich.table import Table  # noqa: PLC0415  # programs that ask for JSON never pay for it
    from rich.text import Text  # noqa: PLC0415

    console.print(Text(output.one_line(found["path"]), style="bold"))
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for key, value in _lines(found):
        table.add_row(tr(f"cli.inspect.{key}"), Text(output.one_line(value)))
    console.print(table)
    if found["error"]:
        error = found["error"]
        console.print(Text(f"  {tr('error.' + error['code'])}: {error['message']}", style="red"))


def _lines(found: Inspection) -> list[tuple[str, str]]:
    size = f"{found['width']} × {found['height']}" if found["width"] else None
    colour = " ".join(str(part) for part in (found["color_mode"], found["depth"] and f"{found['depth']}-bit") if part)
    values: dict[str, Any] = {
        "format": found["format"],
        "size": size,
        "color": colour,
        "orientation": found["orientation"],
        "icc": found["icc"],
        "layers": found["layer_count"],
        "palette": ", ".join(colour for colour, _ in found["palette"]),
        "digest": found["digest"],
    }
    lines = [(key, str(value)) for key, value in values.items() if value]
    lines += _prompt_lines(found["generator"]) if found["generator"] else []
    lines += [("exif", f"{name}: {value}") for name, value in found["exif"].items()]
    lines += [("text", f"{name}: {value}") for name, value in found["text"].items()]
    return lines


def _prompt_lines(record: Generator) -> list[tuple[str, str]]:
    values = {"generator": record["name"], "prompt": record["prompt"], "negative": record["negative"]}
    lines = [(key, value) for key, value in values.items() if value]
    both = ((one["prompt"], one["negative"]) for one in record["characters"])
    lines += [("character", f"{prompt} / {negative}" if negative else prompt) for prompt, negative in both]
    return lines + [("difference", f"{sentence}") for sentence in record["differences"]]
