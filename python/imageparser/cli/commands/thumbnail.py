"""`imageparser thumbnail FILE --out OUT.webp`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from imageparser.locale import tr

if TYPE_CHECKING:
    from imageparser.cli.session import Session, argument, option


def thumbnail(
    session: Session,
    *,
    file: Annotated[str, argument("thumbnail.file", metavar="FILE")],
    out: Annotated[str, option("thumbnail.out", "--out", "-o", metavar="OUT.webp")],
    size: Annotated[int, option("thumbnail.size", "--size", min=1, max=16383)] = 256,
    quality: Annotated[int, option("thumbnail.quality", "--quality", min=0, max=100)] = 85,
) -> int:
    """Write one picture's thumbnail; needs no library."""
    from imageparser.facade import Library  # noqa: PLC0415  # keeps `--help` quick

    written = Library.thumbnail(file, out, size=size, quality=quality)
    value = {"path": str(written.path), "width": written.width, "height": written.height, "bytes": written.size}
    session.answer(value, lambda console: console.print(tr("cli.thumbnail.done", **value), markup=False))
    return 0
