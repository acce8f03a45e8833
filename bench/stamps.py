"""Pictures with captions by people: the stamps of Tux Paint (Debian package `tuxpaint-stamps-default`, GPL-2).

Fetched by `make bench-setup` into the build folder, never shipped. Beside each picture lies a text: its first line is
an English caption, a line `ko.utf8=` the Korean one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench import data, peers

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = "tuxpaint-stamps-default"
FOLDER = peers.BUILD / "stamps"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A picture with its captions; `korean` is empty where nobody has translated it."""

    path: Path
    english: str
    korean: str


def stamps() -> list[Stamp]:
    """Return every picture that has a caption, by path.

    Raises:
        AbsentError: the package has not been fetched.
    """
    found = [stamp(path) for path in sorted(FOLDER.rglob("*.png")) if path.with_suffix(".txt").is_file()]
    if not found:
        raise data.AbsentError(f"the package {PACKAGE} is not there: run `make bench-setup`")
    return found


def stamp(path: Path) -> Stamp:
    """Read the captions beside a picture."""
    lines = path.with_suffix(".txt").read_text(encoding="utf-8", errors="replace").splitlines()
    korean = next((line.partition("=")[2] for line in lines if line.startswith("ko.utf8=")), "")
    return Stamp(path, lines[0].strip() if lines else "", korean.strip())
