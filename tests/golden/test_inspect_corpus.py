"""`inspect` beside what independent readers say of the corpus (Pillow, exiftool, psd-tools).

Every difference is listed with its reason, and the lists are exact: they can only shrink.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pytest

from imageparser import Library

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Row = dict[str, str]
Differences = dict[str, dict[str, tuple[Any, Any]]]

# Which field of which file differs, and why.
PHOTO_REASONS: dict[str, dict[str, str]] = {
    "TwelveMonkeys/jpeg/invalid-icc-single-chunk-bad-sequence-number.jpg": {
        "has_icc": "one whole profile whose chunk is numbered wrongly: Pillow drops it, it can be used as it is"
    },
    "exif-orientation-examples/Landscape_0.jpg": {
        "orientation": "the tag holds 0, which means nothing (EXIF allows 1 to 8): shown upright"
    },
}
PSD_REASONS: dict[str, dict[str, str]] = {}


def rows(folder: Path) -> Iterator[tuple[Row, dict[str, Any]]]:
    """Yield each expectation whose reader opened the file, with what inspect says."""
    with (folder / "EXPECTED.tsv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["reader_ok"] == "true":
                yield row, dict(Library.inspect(folder / row["file"]))


def first(*values: str) -> str:
    """Return the first value that is not empty."""
    return next((value for value in values if value), "")


def photo_pairs(row: Row, seen: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Pair what is expected with what is seen, field by field."""
    exif = seen["exif"] or {}
    return {
        "ok": (True, seen["ok"]),
        "width": (int(row["width"]), seen["width"]),
        "height": (int(row["height"]), seen["height"]),
        "orientation": (int(row["orientation_exiftool"] or 1), seen["orientation"]),
        "make": (first(row["make_exiftool"], row["make_pillow"]), exif.get("make", "")),
        "model": (first(row["model_exiftool"], row["model_pillow"]), exif.get("model", "")),
        "has_icc": (bool(int(row["icc_bytes"] or 0)), seen["icc"] is not None),
        "icc": (row["icc_description"], seen["icc"] or ""),
    }


def psd_pairs(row: Row, seen: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Pair what is expected with what is seen, field by field."""
    return {
        "ok": (True, seen["ok"]),
        "width": (int(row["width"]), seen["width"]),
        "height": (int(row["height"]), seen["height"]),
        "depth": (int(row["depth"]), seen["depth"]),
        "color_mode": (row["color_mode"], seen["color_mode"]),
        "channels": (int(row["channels"]), seen["channels"]),
        "has_merged": (row["has_merged"] == "true", seen["has_merged"] is not False),
        "layers": (int(row["layers"]), seen["layer_count"]),
    }


def differences(folder: Path, pairs: Any) -> Differences:
    """Return per file the fields that differ."""
    found: Differences = {}
    for row, seen in rows(folder):
        unequal = {name: pair for name, pair in pairs(row, seen).items() if pair[0] != pair[1]}
        if unequal:
            found[row["file"]] = unequal
    return found


def unexplained(found: Differences, reasons: dict[str, dict[str, str]]) -> Differences:
    """Return the differences without a reason, and the reasons without a difference."""
    left = {file: {n: p for n, p in fields.items() if n not in reasons.get(file, {})} for file, fields in found.items()}
    stale: Differences = {
        file: {n: ("listed", "equal") for n in fields if n not in found.get(file, {})}
        for file, fields in reasons.items()
    }
    return {file: fields for source in (left, stale) for file, fields in source.items() if fields}


@pytest.mark.corpus
@pytest.mark.timeout(300)
def test_photos(corpus: Path) -> None:
    assert unexplained(differences(corpus / "photos", photo_pairs), PHOTO_REASONS) == {}


@pytest.mark.corpus
@pytest.mark.timeout(300)
def test_documents(corpus: Path) -> None:
    assert unexplained(differences(corpus / "psd", psd_pairs), PSD_REASONS) == {}
