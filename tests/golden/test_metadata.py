"""What the native core says of real files against Pillow and exiftool; every difference has its reason here."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pytest

from imageparser import _core
from imageparser.errors import CorruptError

if TYPE_CHECKING:
    from pathlib import Path

Difference = tuple[str, str, object, object]

# file, column, ours, theirs
CAMERA_DIFFERENCES: set[Difference] = {
    # The EXIF tag is absent and exiftool's column has only that; XMP and IPTC give the date.
    ("exifr/BonTonARTSTORplusIPTC.jpg", "datetime_original", "2007-11-19T00:00-08:00", ""),
    ("exifr/iptc-independent-photographer-example.jpg", "datetime_original", "1985-11-25", ""),
    ("exifr/png/IMG_20180725_163423-2.png", "datetime_original", "2018-07-25T16:34:22.173129472", ""),
    ("TwelveMonkeys/jpeg/xdensity-out-of-range-zero.jpg", "datetime_original", "2013-08-12", ""),
    # A camera whose clock was never set has no date.
    ("metadata-extractor-images/jpg/Nikon E900 (2).jpg", "datetime_original", "", "0000:00:00 00:00:00"),
    # No such latitude.
    ("Pillow/exif_gps.jpg", "gps_lat", "", "4294967295"),
}
HEADER_DIFFERENCES: set[Difference] = {
    # The only chunk of the profile has a wrong number; it is whole all the same.
    ("TwelveMonkeys/jpeg/invalid-icc-single-chunk-bad-sequence-number.jpg", "icc_bytes", 560, 0),
}


def rows(folder: Path) -> list[dict[str, str]]:
    """Return the rows of a folder's expectations whose reader opened the file."""
    with (folder / "EXPECTED.tsv").open(encoding="utf-8", newline="") as table:
        found = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [row for row in found if row.get("reader_ok", "true") == "true"]


def same_fact(column: str, ours: object, theirs: str) -> bool:
    """Compare a field with exiftool's spelling of it."""
    if isinstance(ours, float) and theirs:
        return abs(ours - float(theirs)) < 1e-6
    if column == "datetime_original" and theirs:
        # Ours is ISO 8601 and may have the fraction that the column leaves out.
        return str(ours).startswith(theirs.replace(":", "-", 2).replace(" ", "T"))
    return str(ours) == theirs


@pytest.mark.corpus
def test_cameras_dates_and_places_agree_with_exiftool(corpus: Path) -> None:
    folder = corpus / "photos"
    expected = rows(folder)
    columns = {
        "make": "make_exiftool",
        "model": "model_exiftool",
        "datetime_original": "datetime_original",
        "gps_lat": "gps_lat",
        "gps_lon": "gps_lon",
    }
    differences: set[Difference] = set()
    for row, record in zip(expected, _core.ingest([folder / row["file"] for row in expected]), strict=True):
        facts: dict[str, Any] = record.exif if isinstance(record, _core.Record) else {"make": record.message}
        for field, column in columns.items():
            ours = facts.get(field, "")
            if not same_fact(field, ours, row[column]):
                differences.add((row["file"], field, ours, row[column]))
    assert differences == CAMERA_DIFFERENCES


@pytest.mark.corpus
def test_headers_agree_with_pillow(corpus: Path) -> None:
    folder = corpus / "photos"
    expected = rows(folder)
    differences: set[Difference] = set()
    for row, probe in zip(expected, _core.probe_many([folder / row["file"] for row in expected]), strict=True):
        if isinstance(probe, _core.Failure):
            differences.add((row["file"], "error", probe.message, ""))
            continue
        orientation = int(row["orientation_exiftool"] or 1)
        theirs = {
            "width": int(row["width"]),
            "height": int(row["height"]),
            # Zero is not defined; readers show such a picture as it is stored.
            "orientation": orientation or 1,
            "icc_bytes": int(row["icc_bytes"] or 0),
        }
        for name, value in theirs.items():
            if getattr(probe, name) != value:
                differences.add((row["file"], name, getattr(probe, name), value))
    assert differences == HEADER_DIFFERENCES


@pytest.mark.corpus
def test_text_chunks_have_the_lengths_that_pillow_saw(corpus: Path) -> None:
    folder = corpus / "png_meta"
    expected = [row for row in rows(folder) if row["format"] == "PNG"]
    assert len(expected) > 20
    for row in expected:
        chunks = _core.text_chunks(folder / row["file"])
        fields = [field for field in (row["text_fields"] or "").split(",") if field]
        assert [f"{keyword}:{len(text)}" for keyword, text in chunks.items()] == fields, row["file"]


def test_text_chunks_need_a_png(tmp_path: Path) -> None:
    path = tmp_path / "not.png"
    path.write_bytes(b"GIF89a")
    with pytest.raises(CorruptError, match="PNG"):
        _core.text_chunks(path)
