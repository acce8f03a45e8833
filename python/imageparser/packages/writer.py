"""A package as it is written: beside its target, member after member, and there all at once or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import re
import zipfile
from typing import TYPE_CHECKING, Any

from imageparser import _core, drafts
from imageparser.errors import CancelledError, ExistsError, ImageParserError, NotFoundError
from imageparser.intake.disk import explained, sync_folder
from imageparser.packages.layout import MANIFEST, Manifest, Member

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import IO

_MADE = (1980, 1, 1, 0, 0, 0)  # equal contents make equal files


class Part:
    """A member that is being written."""

    def __init__(self, stream: IO[bytes], cancel: _core.CancelToken) -> None:
        self._stream = stream
        self._cancel = cancel
        self._hash = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> None:
        """Write some bytes.

        Raises:
            CancelledError: the export was cancelled.
        """
        if self._cancel.cancelled:
            raise CancelledError
        self._stream.write(data)
        self._hash.update(data)
        self.size += len(data)

    def line(self, value: Mapping[str, Any]) -> None:
        """Write one line of JSON."""
        self.write(json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode() + b"\n")

    def member(self, name: str) -> Member:
        """Return the entry of the manifest."""
        return Member(name=name, size=self.size, sha256=self._hash.hexdigest())


class PackageWriter:
    """Write the members; the manifest comes last."""

    def __init__(self, archive: zipfile.ZipFile, cancel: _core.CancelToken) -> None:
        self._archive = archive
        self._cancel = cancel
        self.members: list[Member] = []

    @contextlib.contextmanager
    def part(self, name: str, *, packed: bool = True) -> Iterator[Part]:
        """Write one member; those that hold floats or pictures do not get smaller."""
        with self._archive.open(_info(name, packed=packed), "w", force_zip64=True) as stream:
            part = Part(stream, self._cancel)
            yield part
        self.members.append(part.member(name))

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest."""
        text = json.dumps(manifest.model_dump(), ensure_ascii=False, indent=1)
        self._archive.writestr(_info(MANIFEST, packed=True), text.encode())


def _info(name: str, *, packed: bool) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _MADE)
    info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    info.external_attr = 0o100644 << 16
    info.create_system = 3
    return info


class Scale(io.RawIOBase):
    """A file that keeps nothing but its length."""

    def __init__(self) -> None:
        super().__init__()
        self.bytes = 0

    def writable(self) -> bool:
        """Tell that it can be written to."""
        return True

    def write(self, data: Any) -> int:
        """Count some bytes."""
        self.bytes += (length := len(data))
        return length


@contextlib.contextmanager
def weighing(scale: Scale, cancel: _core.CancelToken) -> Iterator[PackageWriter]:
    """Write a package nowhere: `scale` tells how large it would be, but for some bytes in each member."""
    with zipfile.ZipFile(scale, "w", allowZip64=True) as archive:
        yield PackageWriter(archive, cancel)


def free(target: Path, *, replace: bool) -> None:
    """Make sure that a package may be written.

    Raises:
        ExistsError: the target is there and is not to be replaced.
        NotFoundError: its folder is not there.
    """
    if not target.parent.is_dir():
        raise NotFoundError("the folder does not exist", path=str(target.parent))
    if target.is_dir() or (target.exists() and not replace):
        raise ExistsError(path=str(target))


@contextlib.contextmanager
def writing(target: Path, cancel: _core.CancelToken, *, replace: bool) -> Iterator[PackageWriter]:
    """Write a package that gets its name when all of it is on the disk; whatever happens before leaves nothing.

    Raises:
        ExistsError: the target is there and is not to be replaced.
        NotFoundError: its folder is not there.
        DiskFullError: the disk has no room left.
        DeniedError: the folder cannot be written to.
    """
    free(target, replace=replace)
    drafts.sweep(str(target.parent), re.compile(re.escape(target.name) + r"\.(\d+)\.part"))
    temporary = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        try:
            with temporary.open("xb") as file:
                archive = zipfile.ZipFile(file, "w", allowZip64=True)
                try:
                    yield PackageWriter(archive, cancel)
                except BaseException:
                    with contextlib.suppress(OSError, ValueError):  # it is given up, whatever else goes wrong
                        archive.close()
                    raise
                archive.close()
                file.flush()
                os.fsync(file.fileno())
            _name(temporary, target, replace=replace)
        except OSError as error:
            if isinstance(error, ImageParserError):
                raise
            told = explained(error)
            told.path = str(target)
            raise told from error
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def _name(temporary: Path, target: Path, *, replace: bool) -> None:
    if replace:
        temporary.replace(target)
    elif os.name == "nt":
        temporary.rename(target)  # this system's own call replaces nothing
    else:
        _core.rename_noreplace(temporary, target)
    sync_folder(str(target.parent))
