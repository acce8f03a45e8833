"""JSON that a command reads from a file or writes into one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from imageparser.errors import ExistsError, UsageError


def read(path: str) -> Any:
    """Return the value that a file holds.

    Raises:
        UsageError: it is no JSON.
        OSError: it cannot be read.
    """
    try:
        return json.loads(Path(path).read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UsageError(f"the file is no JSON: {error}", path=path) from None


def write(path: str, value: object, *, force: bool = False) -> None:
    """Write a value into a new file; with `force` also over one that is there.

    Raises:
        ExistsError: there is something, and no `force`.
        OSError: it cannot be written.
    """
    text = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
    try:
        with Path(path).open("w" if force else "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise ExistsError("there is a file already; --force writes over it", path=path) from None
