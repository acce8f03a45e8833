"""Writing files that are whole or untouched, and names that are safe everywhere."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from imageparser.errors import ExistsError, UsageError
from imageparser.text import nfc, path_text

if TYPE_CHECKING:
    from collections.abc import Iterable

# What some file system or shell refuses, and the signs that turn the direction of a text.
_FORBIDDEN = set('<>:"/\\|?*') | {chr(sign) for sign in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
_LONGEST = 120


def target(out: str | os.PathLike[str], *, inputs: Iterable[bytes], force: bool) -> Path:
    """Return where to write, having refused what must not be written over, before any work is done.

    Raises:
        UsageError: `out` is one of the input files.
        ExistsError: `out` is there already and `force` is not given.
    """
    path = Path(out)
    for source in inputs:
        if path.exists() and os.path.exists(source) and os.path.samefile(path, source):  # noqa: PTH110, PTH121  # raw bytes
            raise UsageError("the output is the input itself", path=path_text(os.fsencode(path)))
    if not force and os.path.lexists(path):
        raise ExistsError("it is there already", path=path_text(os.fsencode(path)))
    return path


def write(path: Path, data: bytes, *, force: bool) -> None:
    """Write a file that is whole or untouched; one that appeared meanwhile is kept unless `force` is given.

    Raises:
        ExistsError: the file is there already and `force` is not given.
        OSError: it cannot be written.
    """
    temporary = path.with_name(f".imageparser-{os.getpid()}-{os.urandom(4).hex()}.tmp")
    try:
        temporary.write_bytes(data)
        if force:
            temporary.replace(path)
        else:
            _place(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _place(temporary: Path, path: Path) -> None:
    """Give the file its name only if nothing has that name: a link fails where a rename would replace."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise ExistsError("it is there already", path=path_text(os.fsencode(path))) from None
    except OSError:  # a file system without links
        if os.path.lexists(path):
            raise ExistsError("it is there already", path=path_text(os.fsencode(path))) from None
        temporary.rename(path)


def safe_name(name: str) -> str:
    """Return a name that is a plain file name on every system: letters of any script stay, NFC, never empty."""
    kept = "".join(sign if sign.isprintable() and sign not in _FORBIDDEN else "_" for sign in nfc(name))
    kept = kept.strip(" .")
    while len(kept.encode("utf-8", "replace")) > _LONGEST:
        kept = kept[:-1]
    kept = kept.encode("utf-8", "replace").decode("utf-8").strip(" .")
    if kept.split(".")[0].lower() in _RESERVED:
        kept = f"_{kept}"
    return kept or "layer"
