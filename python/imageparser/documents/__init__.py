"""Layered documents: open one, look at its layers, render it, compare two, write its layers as files."""

from __future__ import annotations

from imageparser.documents.document import Document

__all__ = ["Document"]
