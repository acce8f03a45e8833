"""The picture that a model looks at: at most `edge` pixels long, as PNG; and the name under which answers are kept."""

from __future__ import annotations

import hashlib

from imageparser import _core
from imageparser.errors import CorruptError


def digest_of(webp: bytes, edge: int) -> str:
    """Return what pictures of the same pixels share when they are shown at most `edge` pixels long.

    Thumbnails are made of the pixels alone and always in the same way, so that their bytes stand for them: a copy with
    other metadata, or the same picture as another file format, has the same ones.
    """
    return hashlib.sha256(b"%d:%s" % (edge, webp)).hexdigest()


def png_of(webp: bytes, edge: int) -> bytes:
    """Return a WebP as PNG in the size that a model wants; small pictures stay as they are, alpha goes on white.

    Not every server reads WebP, and some models see colours where nothing is.

    Raises:
        CorruptError: the bytes are no WebP.
    """
    width, height = webp_size(webp)
    scale = min(1.0, edge / max(width, height, 1))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    pixels, (error,) = _core.prepare_pictures([webp], width=size[0], height=size[1], filter="lanczos")
    if error is not None:
        raise error
    return _core.encode_png(pixels[0])


def webp_size(webp: bytes) -> tuple[int, int]:
    """Return width and height from the header of a WebP (lossy, lossless or extended).

    Raises:
        CorruptError: it is none.
    """
    kind = webp[12:16] if webp[:4] == b"RIFF" and webp[8:12] == b"WEBP" else b""
    if len(webp) >= 30:
        if kind == b"VP8 ":
            return _little(webp[26:28]) & 0x3FFF, _little(webp[28:30]) & 0x3FFF
        if kind == b"VP8L":
            bits = _little(webp[21:25])
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        if kind == b"VP8X":
            return _little(webp[24:27]) + 1, _little(webp[27:30]) + 1
    raise CorruptError("The picture is no WebP.")


def _little(raw: bytes) -> int:
    return int.from_bytes(raw, "little")
