"""`imageparser render FILE --out OUT.png`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from imageparser.cli import output
from imageparser.errors import UsageError
from imageparser.locale import tr

if TYPE_CHECKING:
    from rich.console import Console

    from imageparser.cli.session import Session, argument, option
    from imageparser.documents.render import Rendered

SOURCES = ("auto", "merged", "layers")


def render(
    session: Session,
    *,
    file: Annotated[str, argument("render.file", metavar="FILE")],
    out: Annotated[str, option("render.out", "--out", "-o", metavar="OUT.png")],
    source: Annotated[str, option("render.from", "--from", metavar="merged|layers|auto")] = "auto",
    show: Annotated[list[int] | None, option("render.show", "--show", metavar="ID")] = None,
    hide: Annotated[list[int] | None, option("render.hide", "--hide", metavar="ID")] = None,
    only: Annotated[int | None, option("render.only", "--only", metavar="ID")] = None,
    scale: Annotated[float, option("render.scale", "--scale", metavar="S")] = 1.0,
    region: Annotated[str | None, option("render.region", "--region", metavar="L,T,R,B")] = None,
    force: Annotated[bool, option("render.force", "--force")] = False,
) -> int:
    """Render a picture to a PNG; needs no library."""
    from imageparser.documents.render import render as make  # noqa: PLC0415  # keeps `--help` quick

    if source not in SOURCES:
        raise UsageError(tr("cli.render.unknown_source", name=source, sources=", ".join(SOURCES)))
    if source == "merged" and (show or hide or only is not None):
        raise UsageError(tr("cli.render.merged_has_no_layers"))
    made = make(
        file,
        out,
        source=source,
        show=_ids("--show", show),
        hide=_ids("--hide", hide),
        only=None if only is None else _ids("--only", [only])[0],
        scale=scale,
        region=None if region is None else edges(region),
        force=force,
    )
    session.answer(dict(made), lambda console: draw(console, made))
    return 0


def edges(text: str) -> tuple[int, int, int, int]:
    """Return the four edges that L,T,R,B names.

    Raises:
        UsageError: it names something else.
    """
    try:
        left, top, right, bottom = (int(part) for part in text.split(","))
    except ValueError:
        raise UsageError(tr("cli.render.wrong_region", region=text)) from None
    if not all(-(2**31) <= edge < 2**31 for edge in (left, top, right, bottom)):
        raise UsageError(tr("cli.render.wrong_region", region=text))
    return left, top, right, bottom


def _ids(name: str, given: list[int] | None) -> list[int]:
    wrong = [number for number in given or () if not 0 <= number < 2**32]
    if wrong:
        raise UsageError(tr("cli.render.wrong_id", option=name, id=wrong[0]))
    return given or []


def draw(console: Console, made: Rendered) -> None:
    """Tell what was written, where it comes from and what it lacks."""
    values = {**made, "out": output.one_line(made["out"]), "source": tr(f"source.{made['source']}")}
    console.print(tr("cli.render.done", **values), markup=False)
    for what in made["unrendered"]:
        console.print(tr("cli.render.unrendered", what=output.one_line(what)), markup=False)
    for what in made["warnings"]:
        console.print(tr("cli.render.warning", what=output.one_line(what)), markup=False)
