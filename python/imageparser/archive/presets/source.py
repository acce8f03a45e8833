"""From a file to the value it holds: JSON in any Unicode encoding, or the JSON that a shared picture carries."""

from __future__ import annotations

import base64
import binascii
import json
import stat
from typing import TYPE_CHECKING, Any

from imageparser import _core
from imageparser.archive.presets.model import MOST_BYTES
from imageparser.errors import (
    CorruptError,
    DeniedError,
    ImageParserError,
    NotFoundError,
    TooLargeError,
    UnsupportedError,
)

if TYPE_CHECKING:
    from pathlib import Path

_PNG = b"\x89PNG\r\n\x1a\n"
_EMBEDDED = "json:"
_FAILED = "failed to read json"


def load(path: Path) -> Any:
    """Return the value of a preset file.

    Raises:
        NotFoundError: there is no such file.
        TooLargeError: it is larger than any preset.
        CorruptError: it holds no JSON.
    """
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            raise UnsupportedError(f"{_FAILED}: not a file: {path}")
        with path.open("rb") as file:
            if file.read(len(_PNG)) == _PNG:
                return _decode(_embedded(path), path)
            file.seek(0)
            data = file.read(MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotFoundError(f"{_FAILED}: no such file: {path}") from error
    except PermissionError as error:
        raise DeniedError(f"{_FAILED}: access is refused: {path}") from error
    except (OSError, ValueError) as error:
        raise CorruptError(f"{_FAILED}: {error}: {path}") from error
    if len(data) > MOST_BYTES:
        raise TooLargeError(f"{_FAILED}: larger than {MOST_BYTES >> 20} MiB: {path}")
    return _decode(data, path)


def _decode(data: bytes, path: Path) -> Any:
    try:
        return json.loads(data)
    except RecursionError as error:
        raise CorruptError(f"{_FAILED}: nested too deeply: {path}") from error
    except ValueError as error:
        raise CorruptError(f"{_FAILED}: {error}: {path}") from error


def _embedded(path: Path) -> bytes:
    """Return the JSON that SDStudio puts into the text chunk of a picture.

    Raises:
        UnsupportedError: the picture carries none.
    """
    try:
        texts = _core.text_chunks(path).values()
    except ImageParserError as error:
        raise CorruptError(f"{_FAILED}: {error.message}: {path}") from error
    for text in texts:
        if text.startswith(_EMBEDDED):
            try:
                return base64.b64decode(text[len(_EMBEDDED) :], validate=False)
            except (binascii.Error, ValueError) as error:
                raise CorruptError(f"{_FAILED}: {error}: {path}") from error
    raise UnsupportedError(f"unsupported preset format: a picture that carries no style: {path}")
