"""Where the pictures of a package lie on this machine, whatever the folders were called on the other."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from imageparser import _core
from imageparser.errors import CancelledError, NotFoundError, UsageError
from imageparser.library import away
from imageparser.library.integers import signed
from imageparser.library.package_in import Place
from imageparser.text import key_of, name_of, nfc

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from imageparser.library.package_lines import PictureLine

_WINDOWS = re.compile(r"^(?:[A-Za-z]:|\\\\|//)")
_UNTOLD = "-"  # stands for a root that is not told, or has no name
_FOLDERS = 512  # listings kept


class Locator:
    """Find the files of pictures; `mapping` leads from folders of the other machine to folders of this one."""

    def __init__(self, package: str, roots: Sequence[str], mapping: Mapping[str, str]) -> None:
        self._package = package[:12]
        self._roots = [plain(root) for root in roots]
        pairs = ((plain(theirs), ours) for theirs, ours in mapping.items())
        self._mapping = sorted(pairs, key=lambda pair: -len(pair[0]))
        names = [name_of(root) or _UNTOLD for root in self._roots]
        self._labels = [f"{one}~{number}" if one in names[:number] else one for number, one in enumerate(names)]
        self._names = lru_cache(maxsize=_FOLDERS)(_listing)

    def keys(self, line: PictureLine) -> list[str]:
        """Return the keys under which this library may know the picture, the likeliest first."""
        path = self._local(line)
        here = [] if path is None else [key_of(path)]
        return [*here, self.away(line)]

    def away(self, line: PictureLine, number: int | None = None) -> str:
        """Return the key of a picture that is not here; a number tells it from another of the same name."""
        root = _UNTOLD if line.root is None else self._labels[line.root]
        return away.key(self._package, root if number is None else f"{root}~{number}", nfc(line.path))

    def folder(self, line: PictureLine) -> str:
        """Return the folder of this machine that stands for the root of a picture whose file is here."""
        root = self._roots[line.root or 0].rstrip("/")
        for theirs, ours in self._mapping:
            if _below(f"{root}/", theirs):
                return key_of(ours.rstrip("/") + root[len(theirs.rstrip("/")) :])
            if _below(f"{root}/{line.path}", theirs):
                return ours
        return key_of(root or "/")

    def find(self, lines: Sequence[PictureLine], cancel: _core.CancelToken) -> dict[int, Place]:
        """Return the places of those of some pictures, by their number in the list, whose files are here, unchanged."""
        found: dict[int, tuple[str, os.stat_result]] = {}
        for number, line in enumerate(lines):
            path = self._existing(line)
            if path is not None:
                about = os.lstat(path)
                if stat.S_ISREG(about.st_mode) and about.st_size == line.size:
                    found[number] = (path, about)
        digests = _core.digest_many([path for path, _ in found.values()], cancel=cancel) if found else []
        if cancel.cancelled:
            raise CancelledError
        return {
            number: Place(
                key_of(path), os.fsencode(path), about.st_size, about.st_mtime_ns, signed(about.st_ino), here=True
            )
            for (number, (path, about)), digest in zip(found.items(), digests, strict=True)
            if digest == lines[number].digest
        }

    def elsewhere(self, line: PictureLine, number: int | None = None) -> Place:
        """Return the place of a picture that is not here."""
        key = self.away(line, number)
        return Place(key, key.encode("utf-8", "surrogateescape"), line.size, line.mtime_ns, 0, here=False)

    def _local(self, line: PictureLine) -> str | None:
        """Return where the picture would lie on this machine, None where nothing says so."""
        if line.root is None or (os.name == "nt" and "\\" in line.path):
            return None
        whole = f"{self._roots[line.root].rstrip('/')}/{line.path}"
        for theirs, ours in self._mapping:
            if _below(whole, theirs):
                return ours.rstrip("/") + whole[len(theirs.rstrip("/")) :]
        return whole if whole.startswith("/") and not whole.startswith("//") and os.name != "nt" else None

    def _existing(self, line: PictureLine) -> str | None:
        path = self._local(line)
        if path is None:
            return None
        for form in (path, unicodedata.normalize("NFD", path)):
            if os.path.lexists(form):
                return form
        return self._spelled(path)

    def _spelled(self, path: str) -> str | None:
        """Return the path whose parts are composed in whatever way on the disk, None where there is none."""
        found = "/"
        for part in path.strip("/").split("/"):
            name = self._names(found).get(part)
            if name is None:
                return None
            found = os.path.join(found, name)  # noqa: PTH118  # stays a text
        return found


def plain(folder: str) -> str:
    """Return a folder of any machine with `/` between its parts, composed and without one at its end."""
    folder = nfc(folder)
    if _WINDOWS.match(folder):
        folder = folder.replace("\\", "/")
    return folder.rstrip("/") or "/"


def mapped(pairs: Mapping[str, str]) -> dict[str, str]:
    """Return a mapping of folders in the form in which it is kept: ours as absolute keys.

    Raises:
        NotFoundError: a folder of this machine does not exist.
        UsageError: a folder of the other one is named twice.
    """
    found: dict[str, str] = {}
    for theirs, ours in pairs.items():
        if not Path(ours).is_dir():
            raise NotFoundError("the folder does not exist", path=ours)
        if plain(theirs) in found:
            raise UsageError(f"{theirs} is named twice")
        found[plain(theirs)] = key_of(ours)
    return found


def _below(path: str, folder: str) -> bool:
    if _WINDOWS.match(folder):
        path, folder = path.casefold(), folder.casefold()
    return folder == "/" or path.startswith(folder.rstrip("/") + "/")


def _listing(folder: str) -> dict[str, str]:
    try:
        return {nfc(name): name for name in os.listdir(folder)}  # noqa: PTH208  # names, not paths
    except OSError:
        return {}
