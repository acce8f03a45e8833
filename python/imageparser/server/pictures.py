"""Pictures over HTTP: thumbnails by digest, renderings and tiles by the number of a picture."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import FileResponse, Response

from imageparser.errors import NotFoundError, UsageError
from imageparser.previews import View

if TYPE_CHECKING:
    from starlette.requests import Request

    from imageparser.previews import Shown
    from imageparser.server.app import Context

_DIGEST = re.compile(r"[0-9a-f]{64}")
_KEEP = {"Cache-Control": "private, max-age=31536000, immutable"}
# What a picture shows may change under its number: browsers ask again, and are told that it is the same.
_ASK = {"Cache-Control": "private, no-cache"}
_MOST_LAYERS = 10_000


def thumbnail(context: Context, request: Request) -> Response:
    """Return a stored thumbnail; nothing but a digest can name a file."""
    digest = request.path_params["digest"]
    path = context.library.thumbnail_path(digest) if _DIGEST.fullmatch(digest) else None
    if path is None:
        raise NotFoundError("no such thumbnail")
    return Response(path.read_bytes(), media_type="image/webp", headers=_KEEP)


def preview(context: Context, request: Request) -> Response:
    """Return a rendering; the parameters are those of the operation, lists separated by commas."""
    size, only, against = (_number(request, name) for name in ("size", "only", "against"))
    region = _numbers(request, "region")
    if size == 0 or len(region) not in (0, 4):
        raise UsageError("a size is above 0, a region has four edges")
    view = View(
        size=size,
        hidden=_numbers(request, "hidden"),
        shown=_numbers(request, "shown"),
        only=only,
        crop=_number(request, "crop") == 1,
        region=(region[0], region[1], region[2], region[3]) if region else None,
        layers=_number(request, "layers") == 1,
        against=against,
    )
    made = context.library.previews.preview(request.path_params["item"], view, cancel=request.state.cancel)
    return _answer(request, made)


def tile(context: Context, request: Request) -> Response:
    """Return one tile of one level."""
    place = request.path_params
    return _answer(request, context.library.previews.tile(place["item"], place["level"], place["x"], place["y"]))


def _answer(request: Request, made: Shown) -> Response:
    if made.path is not None:
        path = Path(os.fsdecode(made.path))
        if not path.is_file():
            raise NotFoundError("the file is gone", path=str(path))
        return FileResponse(path, media_type=made.media_type, headers=_ASK)
    if made.media_type == "image/bmp":
        return Response(made.data, media_type=made.media_type)
    headers = {**_ASK, "ETag": f'"{made.mark}"'}
    if request.headers.get("If-None-Match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(made.data, media_type=made.media_type, headers=headers)


def _number(request: Request, name: str) -> int | None:
    numbers = _numbers(request, name)
    if len(numbers) > 1:
        raise UsageError(f"{name} is one number")
    return numbers[0] if numbers else None


def _numbers(request: Request, name: str) -> list[int]:
    """Return the whole numbers of a parameter, separated by commas."""
    parts = [part for part in request.query_params.get(name, "").split(",") if part]
    if len(parts) > _MOST_LAYERS or not all(re.fullmatch(r"[0-9]{1,9}", part) for part in parts):
        raise UsageError(f"{name} takes whole numbers")
    return [int(part) for part in parts]
