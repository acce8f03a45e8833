"""The JSON files of a checkpoint."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from imageparser.errors import CorruptError, NotFoundError

if TYPE_CHECKING:
    from pathlib import Path


def read_object(path: Path) -> dict[str, Any]:
    """Read a file that holds one JSON object.

    Raises:
        NotFoundError: it is not there.
        CorruptError: it is something else.
    """
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NotFoundError("a file of the checkpoint is missing", path=str(path)) from None
    except (OSError, ValueError, RecursionError) as error:
        raise damaged(path, error) from None
    if not isinstance(values, dict):
        raise damaged(path, "no object")
    return values


def damaged(path: Path, cause: object) -> CorruptError:
    """Return the error of a file that is not what it should be."""
    return CorruptError(f"a file of the checkpoint cannot be read: {cause}", path=str(path))
