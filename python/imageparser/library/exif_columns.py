"""What of a file's metadata becomes a column, so that filters reach it."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Any

# Columns that take a value over as it is; dates and positions need more.
TEXT_COLUMNS = {"camera_make": "make", "camera_model": "model", "lens": "lens"}
DATE_KEYS = ("datetime_original", "datetime_digitized", "datetime")


def columns(exif: dict[str, Any]) -> dict[str, Any]:
    """Return the column values for a metadata map of the core; what is absent or unusable is None."""
    lat, lon = _degrees(exif.get("gps_lat"), 90), _degrees(exif.get("gps_lon"), 180)
    complete = lat is not None and lon is not None
    return {
        **{column: _text(exif.get(key)) for column, key in TEXT_COLUMNS.items()},
        "taken_at": next((ms for key in DATE_KEYS if (ms := date_ms(exif.get(key))) is not None), None),
        "gps_lat": lat if complete else None,
        "gps_lon": lon if complete else None,
        "rating": _rating(exif.get("rating")),
    }


def date_ms(value: object) -> int | None:
    """Return milliseconds since the epoch of an ISO date; without an offset the local time zone counts.

    A bare year or month is its first day.
    """
    if not isinstance(value, str):
        return None
    text = value + ("-01-01" if len(value) == 4 else "-01" if len(value) == 7 else "")
    try:
        moment = datetime.fromisoformat(text)
        local = moment if moment.tzinfo else moment.astimezone()
        return round((local.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1000)
    except (ValueError, OverflowError, OSError):
        return None


def keywords(exif: dict[str, Any]) -> list[str]:
    """Return the keywords that stand in the file."""
    found = exif.get("keywords") or []
    words = [found] if isinstance(found, str) else found
    return list(dict.fromkeys(str(word).strip() for word in words if str(word).strip()))


def _text(value: object) -> str | None:
    return (str(value).strip() or None) if value is not None else None


def _degrees(value: object, limit: float) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value) if abs(value) <= limit else None


def _rating(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 5:
        return None
    return int(value)
