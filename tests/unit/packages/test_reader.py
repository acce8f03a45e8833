"""Packages that are none, or not what they say: each is refused with its code, and the library is not touched."""

from __future__ import annotations

import hashlib
import io
import json
import stat
import struct
import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from fixtures import packaged
from imageparser import errors
from imageparser.packages import layout

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from imageparser.library import Database

    Members = dict[str, bytes]


def unpacked(package: Path) -> Members:
    with zipfile.ZipFile(package) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(
    path: Path, members: Members, *, honest: bool = True, extra: Callable[[zipfile.ZipFile], None] | None = None
) -> Path:
    """Write members; with `honest` the manifest tells their sizes and digests."""
    if honest:
        manifest = json.loads(members[layout.MANIFEST])
        manifest["members"] = [
            {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            for name, data in members.items()
            if name != layout.MANIFEST
        ]
        members = {**members, layout.MANIFEST: json.dumps(manifest).encode()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
        if extra is not None:
            extra(archive)
    return path


def refused(database: Database, path: Path, code: str, text: str = "") -> None:
    """Assert that neither looking nor taking in gets anywhere."""
    before = database.read().rows(
        "SELECT name, (SELECT count(*) FROM files), (SELECT count(*) FROM package_imports) FROM sqlite_master"
    )
    for dry_run in (True, False):
        with pytest.raises(errors.ImageParserError) as found:
            packaged.read(database, path, dry_run=dry_run)
        assert (found.value.code, found.value.path) == (code, str(path)), found.value
        assert text in found.value.message
    after = database.read().rows(
        "SELECT name, (SELECT count(*) FROM files), (SELECT count(*) FROM package_imports) FROM sqlite_master"
    )
    assert after == before
    assert not list(database.thumbnails.glob("**/*"))


def changed(members: Members, name: str, change: Callable[[dict[str, Any]], Any], line: int = 0) -> Members:
    """Return members with one line changed."""
    lines = members[name].splitlines()
    value = json.loads(lines[line])
    change(value)
    lines[line] = json.dumps(value, ensure_ascii=False).encode()
    return {**members, name: b"".join(one + b"\n" for one in lines)}


@pytest.fixture(scope="session")
def members(package: Path) -> Members:
    return unpacked(package)


def test_what_was_only_packed_anew_is_a_package(empty: Database, members: Members, tmp_path: Path):
    assert packaged.read(empty, packed(tmp_path / "a.ipkg", members)).new == 7


NAMES = (
    "../evil",
    "/etc/evil",
    "C:\\evil",
    "thumbnails/../../evil",
    "a/",
    "inner.zip",
    "pictures.jsonl ",
    "vectors/1.ids",
    "",
)


@pytest.mark.parametrize("name", NAMES)
def test_members_of_other_names(empty: Database, members: Members, tmp_path: Path, name: str):
    def extra(archive: zipfile.ZipFile) -> None:
        info = zipfile.ZipInfo("x")
        info.filename = name
        archive.writestr(info, b"x")

    refused(empty, packed(tmp_path / "a.ipkg", members, extra=extra), "package_unsafe")
    assert not (tmp_path.parent / "evil").exists()


def test_a_symbolic_link(empty: Database, members: Members, tmp_path: Path):
    members = dict(members)
    data = members.pop(layout.PRESETS)

    def extra(archive: zipfile.ZipFile) -> None:
        info = zipfile.ZipInfo(layout.PRESETS)
        info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, data)

    refused(empty, packed(tmp_path / "a.ipkg", members, extra=extra), "package_unsafe", layout.PRESETS)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_that_stands_twice(empty: Database, members: Members, tmp_path: Path):
    extra = lambda archive: archive.writestr(layout.TAGS, members[layout.TAGS])  # noqa: E731
    refused(empty, packed(tmp_path / "a.ipkg", members, extra=extra), "package_unsafe", "twice")


def test_a_vector_member_that_the_manifest_does_not_know(empty: Database, members: Members, tmp_path: Path):
    extra = lambda archive: archive.writestr("vectors/999.ids", b"abcd")  # noqa: E731
    refused(empty, packed(tmp_path / "a.ipkg", members, extra=extra), "package_unsafe", "vectors/999.ids")


@pytest.mark.parametrize("flag", [0x1, 0x40, 0x2000])
def test_an_encrypted_member(empty: Database, members: Members, tmp_path: Path, flag: int):
    path = packed(tmp_path / "a.ipkg", members)
    data = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = data.index(mark) + place
        data[at : at + 2] = struct.pack("<H", flag)
    path.write_bytes(data)
    refused(empty, path, "package_unsafe")


def test_an_unknown_way_of_packing(empty: Database, members: Members, tmp_path: Path):
    path = tmp_path / "a.ipkg"
    packed(path, members)
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02") + 10
    data[at : at + 2] = struct.pack("<H", zipfile.ZIP_LZMA)
    path.write_bytes(data)
    refused(empty, path, "package_unsafe")


def test_members_that_lie_over_each_other(empty: Database, members: Members, tmp_path: Path):
    path = packed(tmp_path / "a.ipkg", members)
    data = bytearray(path.read_bytes())
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    size = struct.unpack_from("<I", data, second + 20)[0]
    struct.pack_into("<I", data, first + 20, size + 100_000)
    path.write_bytes(data)
    refused(empty, path, "package_unsafe", "over another")


def test_a_bomb_by_its_declared_size(empty: Database, members: Members, tmp_path: Path):
    path = packed(tmp_path / "a.ipkg", {**members, layout.PRESETS: b"\0" * (64 << 20)})
    refused(empty, path, "package_too_large", layout.PRESETS)


def test_a_bomb_by_its_real_bytes(empty: Database, members: Members, tmp_path: Path):
    """The directory and the manifest tell a small size; what comes out is larger."""
    path = packed(tmp_path / "a.ipkg", {**members, layout.PRESETS: b"\n" * (8 << 20)})
    told = b"\n" * 100
    manifest = json.loads(unpacked(path)[layout.MANIFEST])
    for member in manifest["members"]:
        if member["name"] == layout.PRESETS:
            member.update(size=len(told), sha256=hashlib.sha256(told).hexdigest())
    large = {**members, layout.PRESETS: b"\n" * (8 << 20), layout.MANIFEST: json.dumps(manifest).encode()}
    packed(path, large, honest=False)
    data = bytearray(path.read_bytes())
    name = layout.PRESETS.encode()
    central = data.index(b"PK\x01\x02" + data[data.index(b"PK\x01\x02") + 4 : data.index(b"PK\x01\x02") + 6])
    at = data.index(name, central) - 46 + 24
    struct.pack_into("<I", data, at, len(told))
    path.write_bytes(data)
    refused(empty, path, "package_invalid", "damaged")


def test_too_many_members(empty: Database, members: Members, tmp_path: Path):
    def extra(archive: zipfile.ZipFile) -> None:
        for number in range(layout.MOST_MEMBERS):
            archive.writestr(f"n{number}", b"")

    refused(empty, packed(tmp_path / "a.ipkg", members, extra=extra), "package_too_large")


def test_a_line_without_an_end(empty: Database, members: Members, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(layout, "MOST_LINE", 1 << 20)
    path = packed(tmp_path / "a.ipkg", {**members, layout.PRESETS: b"[" * (3 << 20)})
    refused(empty, path, "package_too_large", "line")
    refused(empty, packed(path, {**members, layout.PRESETS: b"{}"}), "package_invalid", "no end")


@pytest.mark.parametrize(("limit", "value"), [("MOST_LIST", 10), ("MOST_ITEMS", 1)])
def test_lists_that_nobody_holds_in_memory(  # the limits themselves would take minutes
    empty: Database, package: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int
):
    monkeypatch.setattr(layout, limit, value)
    refused(empty, package, "package_too_large")


def test_deep_json(empty: Database, members: Members, tmp_path: Path):
    deep = b"[" * 100_000 + b"]" * 100_000 + b"\n"
    refused(empty, packed(tmp_path / "a.ipkg", {**members, layout.PRESETS: deep}), "package_invalid")
    refused(empty, packed(tmp_path / "a.ipkg", {**members, layout.MANIFEST: deep}, honest=False), "package_invalid")


@pytest.mark.parametrize("name", [layout.PICTURES, layout.THUMBNAILS, "vectors/000.f32"])
def test_a_wrong_checksum(empty: Database, members: Members, tmp_path: Path, name: str):
    """Each of these is as good as before but for its digest."""
    data = bytearray(members[name])
    if name == layout.PICTURES:
        data = data.replace(b'"added_at":1', b'"added_at":2', 1)
    else:
        data[-1 if name == layout.THUMBNAILS else 0] ^= 1
    path = packed(tmp_path / "a.ipkg", {**members, name: bytes(data)}, honest=False)
    refused(empty, path, "package_checksum", name)


def test_another_size_than_the_manifest_says(empty: Database, members: Members, tmp_path: Path):
    path = packed(tmp_path / "a.ipkg", {**members, layout.MARKS: members[layout.MARKS] + b"\n"}, honest=False)
    refused(empty, path, "package_checksum", layout.MARKS)


@pytest.mark.parametrize("name", [layout.MANIFEST, layout.PICTURES, layout.THUMBNAILS, "vectors/000.ids"])
def test_a_missing_member(empty: Database, members: Members, tmp_path: Path, name: str):
    left = {other: data for other, data in members.items() if other != name}
    refused(empty, packed(tmp_path / "a.ipkg", left, honest=False), "package_invalid", "missing")


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_file(empty: Database, package: Path, tmp_path: Path, part: float):
    data = package.read_bytes()
    path = tmp_path / "a.ipkg"
    path.write_bytes(data[: int(len(data) * part)])
    refused(empty, path, "package_invalid")


@pytest.mark.parametrize("change", ["before", "behind", "nested", "nothing", "text"])
def test_what_is_no_package(empty: Database, package: Path, tmp_path: Path, change: str):
    data = package.read_bytes()
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("all.ipkg", data)
    made = {
        "before": b"MZ" + data,
        "behind": data + b"x",
        "nested": inner.getvalue(),
        "nothing": b"",
        "text": "안녕".encode(),
    }
    path = tmp_path / "a.ipkg"
    path.write_bytes(made[change])
    refused(empty, path, "package_unsafe" if change == "nested" else "package_invalid")


def test_a_newer_version(empty: Database, members: Members, tmp_path: Path):
    manifest = {**json.loads(members[layout.MANIFEST]), "version": 2, "soul": True}
    path = packed(tmp_path / "a.ipkg", {**members, layout.MANIFEST: json.dumps(manifest).encode()}, honest=False)
    refused(empty, path, "package_newer", "version 2")


@pytest.mark.parametrize("value", [0, -1, "1", None, 1.0, True, [1]])
def test_versions_that_are_none(empty: Database, members: Members, tmp_path: Path, value: object):
    manifest = {**json.loads(members[layout.MANIFEST]), "version": value}
    path = packed(tmp_path / "a.ipkg", {**members, layout.MANIFEST: json.dumps(manifest).encode()}, honest=False)
    refused(empty, path, "package_invalid")


VECTORS = {
    "nan": lambda rows: rows.__setitem__((0, 0), np.nan),
    "infinite": lambda rows: rows.__setitem__((1, 1), np.inf),
    "zero": lambda rows: rows.__setitem__(1, 0),
    "huge": lambda rows: rows.__setitem__(0, 3e38),
}


@pytest.mark.parametrize("name", VECTORS)
def test_vectors_that_are_none(empty: Database, members: Members, tmp_path: Path, name: str):
    told = json.loads(members[layout.MANIFEST])["vectors"][0]
    rows = np.frombuffer(members["vectors/000.f32"], "<f4").reshape(-1, told["dim"]).copy()
    VECTORS[name](rows)
    path = packed(tmp_path / "a.ipkg", {**members, "vectors/000.f32": rows.tobytes()})
    refused(empty, path, "package_invalid", "zero or not finite")


@pytest.mark.parametrize("cut", [4, -4])
def test_vectors_of_a_wrong_length(empty: Database, members: Members, tmp_path: Path, cut: int):
    data = members["vectors/000.f32"]
    path = packed(tmp_path / "a.ipkg", {**members, "vectors/000.f32": data[:-cut] if cut > 0 else data + b"\0" * -cut})
    refused(empty, path, "package_invalid", "vectors/000")


def test_vectors_of_another_dimension_than_here(full: Database, members: Members, tmp_path: Path, empty: Database):
    manifest = json.loads(members[layout.MANIFEST])
    told = manifest["vectors"][0]
    rows = np.ones((told["count"], told["dim"] + 1), "<f4")
    told["dim"] += 1
    changed_members = {**members, layout.MANIFEST: json.dumps(manifest).encode(), "vectors/000.f32": rows.tobytes()}
    path = packed(tmp_path / "a.ipkg", changed_members)
    with pytest.raises(errors.PackageInvalidError, match="numbers here"):
        packaged.read(full, path)
    assert packaged.read(empty, path).new == 7  # nobody knows better there


def unknown_picture(line: dict[str, Any]) -> None:
    line["picture"] = 7


LINES: dict[str, tuple[str, Callable[[dict[str, Any]], Any]]] = {
    "another picture": (layout.MARKS, unknown_picture),
    "done of another picture": (layout.DONE, unknown_picture),
    "a rating of six": (layout.MARKS, lambda line: line.update(rating=6)),
    "a label": (layout.MARKS, lambda line: line.update(label="pink")),
    "a text for a number": (layout.PICTURES, lambda line: line.update(size="1")),
    "a number for a text": (layout.PICTURES, lambda line: line.update(path=1)),
    "more than 64 bits": (layout.PICTURES, lambda line: line.update(mtime_ns=1 << 63)),
    "a field more": (layout.PICTURES, lambda line: line.update(evil=1)),
    "a field less": (layout.PICTURES, lambda line: line.pop("facts")),
    "a path upwards": (layout.PICTURES, lambda line: line.update(path="../../etc/passwd")),
    "a path from the root": (layout.PICTURES, lambda line: line.update(path="/etc/passwd")),
    "a path with NUL": (layout.PICTURES, lambda line: line.update(path="a\0b")),
    "a drive": (layout.PICTURES, lambda line: line.update(path="C:/x")),
    "an unknown root": (layout.PICTURES, lambda line: line.update(root=5)),
    "a digest": (layout.PICTURES, lambda line: line.update(digest="0")),
    "palette": (layout.PICTURES, lambda line: line["facts"].update(palette='[["red", 2]]')),
    "exif": (layout.PICTURES, lambda line: line["facts"].update(exif="[]")),
    "exif with NaN": (layout.PICTURES, lambda line: line["facts"].update(exif='{"a": NaN}')),
    "texts": (layout.PICTURES, lambda line: line["facts"].update(text='{"a": 1}')),
    "tags of the user": (layout.PICTURES, lambda line: line.update(tags=[["user", "x"]])),
    "a caption that is empty": (layout.PICTURES, lambda line: line["captions"][0].update(caption=" ")),
    "a caption's record": (layout.PICTURES, lambda line: line["captions"][0]["record"].update(tags=5)),
    "a caption nobody counted": (layout.PICTURES, lambda line: line["captions"].clear()),
    "a prompt": (
        layout.PICTURES,
        lambda line: line.update(prompt={"record": "[1", "prompt": None, "negative": None, "reader": 1}),
    ),
    "an empty note": (layout.MARKS, lambda line: line.update(note={"body": "", "at": 1})),
    "a tag without name": (layout.TAGS, lambda line: line.update(name=" _ ")),
    "a tag below a later one": (layout.TAGS, lambda line: line.update(parent="없는 태그")),
    "a colour": (layout.TAGS, lambda line: line.update(color="red")),
    "a collection inside itself": (layout.COLLECTIONS, lambda line: line.update(parent=0)),
    "a cover": (layout.COLLECTIONS, lambda line: line.update(cover=7)),
    "items of none": (layout.ITEMS, lambda line: line.update(collection=99)),
    "items that are none": (layout.ITEMS, lambda line: line.update(items=[[7, 1]])),
}


@pytest.mark.parametrize("name", LINES)
def test_lines_that_are_wrong(empty: Database, members: Members, tmp_path: Path, name: str):
    member, change = LINES[name]
    refused(empty, packed(tmp_path / "a.ipkg", changed(members, member, change)), "package_invalid")


def test_pictures_out_of_order(empty: Database, members: Members, tmp_path: Path):
    lines = members[layout.PICTURES].splitlines(keepends=True)
    path = packed(tmp_path / "a.ipkg", {**members, layout.PICTURES: b"".join(reversed(lines))})
    refused(empty, path, "package_invalid", "order")


@pytest.mark.parametrize("count", ["pictures", "marked", "tags", "collections", "presets", "vectors", "thumbnails"])
def test_counts_that_are_wrong(empty: Database, members: Members, tmp_path: Path, count: str):
    manifest = json.loads(members[layout.MANIFEST])
    manifest["counts"][count] += 1
    path = packed(tmp_path / "a.ipkg", {**members, layout.MANIFEST: json.dumps(manifest).encode()})
    refused(empty, path, "package_invalid")


@pytest.mark.parametrize("change", ["no webp", "too large", "cut"])
def test_thumbnails_that_are_none(empty: Database, members: Members, tmp_path: Path, change: str):
    data = bytearray(members[layout.THUMBNAILS])
    if change == "no webp":
        data[36:40] = b"EVIL"
    elif change == "too large":
        data[32:36] = (layout.MOST_THUMBNAIL + 1).to_bytes(4, "little")
    else:
        del data[-1:]
    refused(
        empty, packed(tmp_path / "a.ipkg", {**members, layout.THUMBNAILS: bytes(data)}), "package_invalid", "thumbnail"
    )
