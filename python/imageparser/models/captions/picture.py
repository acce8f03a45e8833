"""The picture that a model looks at: at most `edge` pixels long, as PNG, with the digest of its pixels."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from imageparser import _core
from imageparser.errors import CorruptError


@dataclass(frozen=True, slots=True)
class Look:
    """A picture ready to be shown; equal pixels have equal digests, whatever the file around them."""

    png: bytes
    digest: str


def look(webp: bytes, edge: int) -> Look:
    """Return a stored thumbnail, or another WebP, in the size that a model wants; small pictures stay as they are.

    Models read no WebP and some no transparency: alpha goes on white.

    Raises:
        CorruptError: the bytes are no WebP.
    """
    width, height = webp_size(webp)
    scale = min(1.0, edge / max(width, height))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    pixels = _core.decode_rgb([webp], width=size[0], height=size[1])[0]
    digest = hashlib.sha256(f"{size[0]}x{size[1]}:".encode("ascii"))
    digest.update(pixels.tobytes())
    return Look(_core.encode_png(pixels), digest.hexdigest())


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
