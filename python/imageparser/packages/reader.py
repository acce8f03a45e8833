"""A package as it is read: what is not exactly a package is refused before anything is believed."""

from __future__ import annotations

import hashlib
import json
import stat
import struct
import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self, TypeVar

from pydantic import ValidationError

from imageparser.errors import (
    DeniedError,
    NotFoundError,
    PackageChecksumError,
    PackageInvalidError,
    PackageNewerError,
    PackageTooLargeError,
    PackageUnsafeError,
)
from imageparser.packages import layout
from imageparser.packages.layout import Manifest, Member

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType
    from typing import IO

    from imageparser.library.package_lines import Line

L = TypeVar("L", bound="Line")
_BLOCK = 1 << 20
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_END, _END64, _LOCATOR = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
_END_SIZE, _END64_SIZE, _LOCATOR_SIZE = 22, 56, 20


class Package:
    """An open package; its directory and manifest are checked, its members are when they are read to their ends."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = _opened(path)
        try:
            with self._explained():
                _look_at_end(self._file, path)
                self._archive = zipfile.ZipFile(self._file)
                self._entries = _entries(self._archive, path)
                text = self._read_manifest()
            self.id = hashlib.sha256(text).hexdigest()
            self.manifest = _manifest(text, path)
            self._members = _members(self.manifest, self._entries, path)
        except BaseException:
            self._file.close()
            raise

    @property
    def size(self) -> int:
        """How many bytes the members have, unpacked."""
        return sum(member.size for member in self._members.values())

    def blocks(self, name: str, size: int = _BLOCK) -> Iterator[bytes]:
        """Yield a member piece by piece, each of `size` bytes but the last.

        Raises:
            PackageChecksumError: it is not what the manifest says; only known at its end.
            PackageTooLargeError: it is longer than that.
            PackageInvalidError: it is damaged.
        """
        member, digest, seen = self._members[name], hashlib.sha256(), 0
        with self._explained(), self._archive.open(self._entries[name]) as stream:
            while block := _filled(stream, size):
                seen += len(block)
                if seen > member.size:
                    raise PackageTooLargeError(f"{name} is larger than it says", path=str(self.path))
                digest.update(block)
                yield block
        if seen != member.size or digest.hexdigest() != member.sha256:
            raise PackageChecksumError(f"{name} is not what the manifest says", path=str(self.path))

    def lines(self, name: str, shape: type[L], *, skip: int = 0) -> Iterator[L]:
        """Yield the lines of a member as objects, those behind the first `skip`; raises as `blocks`."""
        for number, raw in enumerate(self._raw_lines(name)):
            if number < skip:
                continue
            try:
                yield shape.model_validate_json(raw)
            except ValidationError as error:
                first = error.errors(include_url=False, include_input=False)[0]
                place = ".".join(str(part) for part in first["loc"])
                message = f"{name}, line {number + 1}: {place}: {first['msg']}"
                raise PackageInvalidError(message, path=str(self.path)) from None

    def invalid(self, message: str) -> PackageInvalidError:
        """Return the error for something that does not fit together."""
        return PackageInvalidError(message, path=str(self.path))

    def close(self) -> None:
        """Close the file."""
        self._archive.close()
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def _raw_lines(self, name: str) -> Iterator[bytes]:
        rest = b""
        for block in self.blocks(name):
            *whole, rest = (rest + block).split(b"\n") if b"\n" in block else [rest + block]
            if len(rest) > layout.MOST_LINE:
                raise PackageTooLargeError(f"a line of {name} is too long", path=str(self.path))
            yield from whole
        if rest:
            raise self.invalid(f"the last line of {name} has no end")

    def _read_manifest(self) -> bytes:
        if layout.MANIFEST not in self._entries:
            raise self.invalid("the manifest is missing")
        with self._archive.open(self._entries[layout.MANIFEST]) as stream:
            text = stream.read(layout.MOST_MANIFEST + 1)
        if len(text) > layout.MOST_MANIFEST:
            raise PackageTooLargeError("the manifest is too large", path=str(self.path))
        return text

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, zlib.error, struct.error, ValueError) as error:
            raise self.invalid(f"the file is damaged or is no package: {error}") from None
        except (NotImplementedError, RuntimeError) as error:  # a method or an encryption that the library does not know
            raise PackageUnsafeError(str(error), path=str(self.path)) from None


def _opened(path: Path) -> IO[bytes]:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise PackageInvalidError("this is no file", path=str(path))
        return path.open("rb")
    except FileNotFoundError:
        raise NotFoundError("the package does not exist", path=str(path)) from None
    except PermissionError as error:
        raise DeniedError(f"the package cannot be read: {error.strerror}", path=str(path)) from None


def _look_at_end(file: IO[bytes], path: Path) -> None:
    """Refuse a directory that is too large before anything reads it, and what stands before or behind a package.

    Raises:
        PackageTooLargeError, PackageInvalidError: it is so.
    """
    length = file.seek(0, 2)
    file.seek(max(0, length - _END_SIZE))
    end = file.read(_END_SIZE)
    if len(end) < _END_SIZE or end[:4] != _END:
        raise PackageInvalidError("the file is cut short or is no package", path=str(path))
    count, size, start = struct.unpack("<10xHII2x", end)
    stop = length - _END_SIZE
    if 0xFFFF_FFFF in (size, start) or count == 0xFFFF:  # these say that the numbers stand elsewhere
        file.seek(max(0, stop - _LOCATOR_SIZE - _END64_SIZE))
        tail = file.read(_LOCATOR_SIZE + _END64_SIZE)
        if tail[:4] != _END64 or tail[_END64_SIZE : _END64_SIZE + 4] != _LOCATOR:
            raise PackageInvalidError("the file is cut short or is no package", path=str(path))
        count, size, start = struct.unpack("<32xQQQ", tail[:_END64_SIZE])
        stop -= _LOCATOR_SIZE + _END64_SIZE
    if count > layout.MOST_MEMBERS or size > layout.MOST_DIRECTORY:
        raise PackageTooLargeError(f"the file has {count} members", path=str(path))
    if start + size != stop:
        raise PackageInvalidError("something stands before or behind the package", path=str(path))


def _entries(archive: zipfile.ZipFile, path: Path) -> dict[str, zipfile.ZipInfo]:
    found: dict[str, zipfile.ZipInfo] = {}
    end, total = 0, 0
    for entry in sorted(archive.infolist(), key=lambda one: one.header_offset):
        name = entry.filename
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if entry.orig_filename != name or not layout.is_name(name) or kind not in (0, stat.S_IFREG):
            raise PackageUnsafeError(f"a package holds no {entry.orig_filename[:200]!r}", path=str(path))
        if name in found:
            raise PackageUnsafeError(f"{name} stands twice", path=str(path))
        if entry.flag_bits & _ENCRYPTED:
            raise PackageUnsafeError(f"{name} is encrypted", path=str(path))
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise PackageUnsafeError(f"{name} is packed in an unknown way", path=str(path))
        if entry.header_offset < end:
            raise PackageUnsafeError(f"{name} lies over another member", path=str(path))
        end, total = entry.header_offset + entry.compress_size, total + entry.file_size
        if entry.file_size > max(layout.SMALL, layout.MOST_RATIO * entry.compress_size) or total > layout.MOST_BYTES:
            raise PackageTooLargeError(f"{name} would become too large", path=str(path))
        found[name] = entry
    return found


def _manifest(text: bytes, path: Path) -> Manifest:
    try:
        value: Any = json.loads(text)
    except (ValueError, RecursionError):
        raise PackageInvalidError("the manifest is no JSON", path=str(path)) from None
    if not isinstance(value, dict) or value.get("format") != layout.FORMAT:
        raise PackageInvalidError("the manifest is none of a package", path=str(path))
    version = value.get("version")
    if type(version) is not int:  # `true` and 1.0 count as 1 elsewhere
        raise PackageInvalidError("the version of the package is no number", path=str(path))
    if version > layout.VERSION:
        message = f"the package has version {version}, this program knows {layout.VERSION}"
        raise PackageNewerError(message, path=str(path))
    try:
        return Manifest.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise PackageInvalidError(f"{layout.MANIFEST}: {place}: {first['msg']}", path=str(path)) from None


def _members(manifest: Manifest, entries: dict[str, zipfile.ZipInfo], path: Path) -> dict[str, Member]:
    members = {member.name: member for member in manifest.members}
    if len(members) != len(manifest.members):
        raise PackageInvalidError("the manifest names a member twice", path=str(path))
    needed = set(layout.needed(manifest))
    if lacking := sorted(needed - set(entries)) or sorted(needed - set(members)):
        raise PackageInvalidError(f"{lacking[0]} is missing", path=str(path))
    if strange := sorted((set(entries) - needed - {layout.MANIFEST}) | (set(members) - needed)):
        raise PackageUnsafeError(f"the manifest does not know {strange[0]}", path=str(path))
    if large := [name for name in layout.LISTS if members[name].size > layout.MOST_LIST]:
        raise PackageTooLargeError(f"{large[0]} is too large", path=str(path))
    for name, member in members.items():
        if entries[name].file_size != member.size:
            raise PackageChecksumError(f"{name} has another size than the manifest says", path=str(path))
    return members


def _filled(stream: IO[bytes], size: int) -> bytes:
    """Read as much as is asked for, less only at the end."""
    block = stream.read(size)
    while block and len(block) < size and (more := stream.read(size - len(block))):
        block += more
    return block
