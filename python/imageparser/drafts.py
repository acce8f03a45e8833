"""Files that are written under another name until they are whole: what a process that died has left of them."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, AnyStr

import psutil

if TYPE_CHECKING:
    import re


def sweep(folder: AnyStr, ours: re.Pattern[AnyStr]) -> None:
    """Remove the drafts in a folder whose process is no more; the first group of `ours` is the process number.

    A folder that cannot be listed or changed keeps what it has.
    """
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            found = ours.fullmatch(entry.name)
            if found and not psutil.pid_exists(int(found[1])):
                with contextlib.suppress(OSError):
                    os.unlink(entry.path)  # noqa: PTH108  # a path of bytes is none to pathlib
