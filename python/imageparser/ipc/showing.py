"""Renderings as files, for clients that take pictures from the disk; only the latest stay."""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
from typing import TYPE_CHECKING, Any

from imageparser.errors import DiskFullError
from imageparser.settings import default_cache_path
from imageparser.text import path_text

if TYPE_CHECKING:
    from pathlib import Path

    from imageparser.previews import Shown
    from imageparser.settings import Settings

KEPT = 64
_ENDS = {"image/bmp": ".bmp", "image/png": ".png"}


def file_of(made: Shown, settings: Settings) -> dict[str, Any]:
    """Return where a rendering can be read, in the form of PreviewDone; one that was made is written for it.

    Raises:
        DiskFullError: the cache cannot be written.
    """
    size = {"media_type": made.media_type, "width": made.width, "height": made.height}
    if made.path is not None:
        return {"path": path_text(made.path), **size}
    folder = default_cache_path(settings) / "previews"
    name = hashlib.blake2b(made.data, digest_size=20).hexdigest() + _ENDS[made.media_type]
    target = folder / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        temporary = target.with_suffix(f".{os.getpid()}-{threading.get_ident()}.tmp")
        temporary.write_bytes(made.data)
        temporary.replace(target)
    except OSError as error:
        raise DiskFullError(f"a preview cannot be written: {error.strerror}", path=str(target)) from None
    _trim(folder)
    return {"path": str(target), **size}


def _trim(folder: Path) -> None:
    """Delete the oldest; another process may do the same at the same time."""
    ages: list[tuple[int, Path]] = []
    for path in folder.iterdir():
        with contextlib.suppress(OSError):
            ages.append((path.stat().st_mtime_ns, path))
    ages.sort()
    for _, path in ages[:-KEPT]:
        with contextlib.suppress(OSError):
            path.unlink()
