"""Folders as key ranges, the form in which queries take them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def span(key: str) -> tuple[str, str, str]:
    """Return (key, first key below it, first key after those)."""
    base = key.rstrip("/")
    return (key, base + "/", base + "0")  # "0" is the character after "/"


def as_json(keys: Iterable[str] | None) -> str | None:
    """Return the ranges of some folders or files for `json_each`; None means everything."""
    return None if keys is None else json.dumps([span(key) for key in keys], ensure_ascii=False)
