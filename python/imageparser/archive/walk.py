"""The pictures of a folder with everything that lies beside them, as they are at one moment."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from imageparser import _core
from imageparser.archive.names import fold
from imageparser.errors import CancelledError, DeniedError, ExistsError, NotFoundError
from imageparser.text import key_of, path_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from imageparser.settings import ScanSettings

# Names of ours begin with this; a leading dot keeps walks and people away from them.
OURS = ".imageparser-"
PICTURES = (".png", ".webp", ".jpg", ".jpeg")


class Marks(NamedTuple):
    """What tells a file from another one without reading it; a rename changes none of it."""

    size: int
    mtime_ns: int
    file_id: int


@dataclass(slots=True)
class Picture:
    """A picture file; `key` is that of the library, `stem` and `tail` (with its dot) make its name."""

    folder: str
    name: str
    stem: str
    tail: str
    key: str
    marks: Marks

    @property
    def path(self) -> str:
        """The whole path."""
        return join(self.folder, self.name)

    @property
    def raw(self) -> bytes:
        """The whole path as the system has it."""
        return os.fsencode(self.path)


def join(folder: str, name: str) -> str:
    """Return the path of a name in a folder."""
    return folder + name if folder.endswith(os.sep) else folder + os.sep + name


def shown(path: str) -> str:
    """Return a path as text for people and programs, also where its bytes are no UTF-8."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return path_text(os.fsencode(path))
    return path


def marks_of(path: str) -> Marks | None:
    """Return the marks of a regular file, None where there is none; links are not followed."""
    try:
        about = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not stat.S_ISREG(about.st_mode):
        return None
    # The core has no file number on Windows and takes the time of creation.
    number = about.st_ctime_ns if os.name == "nt" else about.st_ino
    return Marks(about.st_size, about.st_mtime_ns, number)


def absolute(given: str) -> str:
    """Return a path as an absolute one."""
    return os.path.abspath(given)


def folder_of(given: str) -> str:
    """Return a folder as an absolute path.

    Raises:
        NotFoundError: it does not exist, or is none.
    """
    path = absolute(given)
    if not os.path.isdir(path):
        raise NotFoundError(f"not a folder: {shown(path)}")
    return path


class Folders:
    """The names in folders, each folder listed once; two names are one where some system takes them for one."""

    def __init__(self) -> None:
        self._names: dict[str, list[str]] = {}
        self._links: set[str] = set()
        self._sides: dict[str, dict[str, list[str]]] = {}

    def names(self, folder: str) -> list[str]:
        """Return every name in a folder; nothing for one that does not exist.

        Raises:
            DeniedError: it may not be listed.
        """
        found = self._names.get(folder)
        if found is None:
            found = self._names[folder] = self._list(folder)
        return found

    def exists(self, folder: str) -> bool:
        """Return whether a folder exists; a link to one is none."""
        try:
            return stat.S_ISDIR(os.lstat(folder).st_mode)
        except (FileNotFoundError, NotADirectoryError):
            return False

    def is_link(self, path: str) -> bool:
        """Return whether a path in a listed folder is a link."""
        return path in self._links

    @property
    def has_links(self) -> bool:
        """Whether any listed folder holds a link."""
        return bool(self._links)

    def beside(self, folder: str, stem: str, tails: Iterable[str]) -> Sequence[str]:
        """Return the names in a folder that have this stem and one of these extensions, in any case."""
        found = self._sides.get(folder)
        if found is None:
            found = self._sides[folder] = {}
            wanted = tuple(tails)
            for name in self.names(folder):
                if name.lower().endswith(wanted) and not self.is_link(join(folder, name)):
                    found.setdefault(name[: name.rindex(".")], []).append(name)
        return found.get(stem, ())

    def promise(self, folder: str, name: str) -> None:
        """Count a name as one of a folder that will be made in it."""
        names = self.names(folder)
        if name not in names:
            names.append(name)

    def spelled(self, folder: str, name: str) -> str:
        """Return how a name is spelled in a folder that has it in another case or composition, else itself."""
        names = self.names(folder)
        if name in names:
            return name
        wanted = fold(name)
        return next((other for other in sorted(names) if fold(other) == wanted), name)

    def _list(self, folder: str) -> list[str]:
        found = []
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    found.append(entry.name)
                    if entry.is_symlink():
                        self._links.add(join(folder, entry.name))
        except (FileNotFoundError, NotADirectoryError):
            return []
        except PermissionError as error:
            raise DeniedError(f"the folder cannot be listed: {error.strerror}", path=shown(folder)) from None
        return found


def pictures(folder: str, folders: Folders, walking: ScanSettings, cancel: _core.CancelToken) -> list[Picture]:
    """Return the pictures below a folder in the order of their paths; links are not followed.

    Of names that differ only in their Unicode form the scanner gives the first; here all of them are pictures.
    """
    found: list[Picture] = []
    shared: set[str] = set()
    scanner = _core.Scanner(
        [os.fsencode(folder)],
        exclude=walking.exclude,
        default_excludes=walking.default_excludes,
        hidden=walking.hidden,
        cancel=cancel,
    )
    for batch in scanner:
        shared.update(skip.path for skip in batch.skipped if skip.code == ExistsError.code)
        for one in batch.added:
            path = os.fsdecode(one.raw)
            place, _, name = path.rpartition(os.sep)
            dot = name.rfind(".")
            if name[dot:].lower() in PICTURES:
                marks = Marks(one.size, one.mtime_ns, one.file_id)
                found.append(Picture(place or os.sep, name, name[:dot], name[dot:], one.key, marks))
    if cancel.cancelled:
        raise CancelledError
    for place in dict.fromkeys(picture.folder for picture in found):
        folders.names(place)
    found += [twin for picture in found if picture.key in shared for twin in _twins(picture, folders)]
    found = [picture for picture in found if not folders.is_link(picture.path)] if folders.has_links else found
    found.sort(key=lambda picture: (picture.folder, picture.name))
    return found


def _twins(picture: Picture, folders: Folders) -> Iterable[Picture]:
    """Yield the other pictures that the library takes for the same path."""
    for name in folders.names(picture.folder):
        path = join(picture.folder, name)
        if name != picture.name and key_of(path) == picture.key and (marks := marks_of(path)) is not None:
            dot = name.rfind(".")
            yield Picture(picture.folder, name, name[:dot], name[dot:], picture.key, marks)
