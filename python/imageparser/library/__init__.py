"""Everything that knows SQL: one SQLite file for each library, one module for each noun."""

from __future__ import annotations

from imageparser.library.connection import Database

__all__ = ["Database"]
