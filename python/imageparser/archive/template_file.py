"""Template files: read with or without a byte order mark, written whole or not at all."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from typing import TYPE_CHECKING, Any

from imageparser.errors import CorruptError, DeniedError, NotFoundError, TooLargeError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MOST_BYTES = 64 * 1024 * 1024
_FAILED = "failed to read json"


def read(path: Path) -> Any:
    """Return the JSON value that a file holds.

    Raises:
        NotFoundError: there is no such file.
        DeniedError: it may not be read, or is no file.
        TooLargeError: it is larger than any template.
        CorruptError: it holds no JSON.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise NotFoundError(f"{_FAILED}: no such file: {path}") from None
    except OSError as error:
        raise DeniedError(f"{_FAILED}: {error.strerror}: {path}") from None
    if len(data) > MOST_BYTES:
        raise TooLargeError(f"{_FAILED}: larger than {MOST_BYTES >> 20} MiB: {path}")
    try:
        return json.loads(data.decode("utf-8-sig"))
    except RecursionError:
        raise CorruptError(f"{_FAILED}: nested too deeply: {path}") from None
    except ValueError as error:
        raise CorruptError(f"{_FAILED}: {error}: {path}") from None


def write(path: Path, value: Mapping[str, Any]) -> None:
    """Put a value in the place of a file, or make it; a reader sees the old one or the new one, never a part.

    Raises:
        NotFoundError: the folder does not exist.
        DeniedError: the file cannot be written.
    """
    target = path.resolve()  # a link stays a link
    fresh = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    try:
        with fresh.open("xb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(OSError):
            fresh.chmod(target.stat().st_mode & 0o7777)
        fresh.replace(target)
    except (FileNotFoundError, NotADirectoryError):
        raise NotFoundError("the folder does not exist", path=str(path.parent)) from None
    except OSError as error:
        raise DeniedError(f"cannot be written: {error.strerror}", path=str(path)) from None
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
