"""Logging to stderr; stdout belongs to answers."""

from __future__ import annotations

import logging
import sys

ROOT = "imageparser"
LEVELS = ("debug", "info", "warning", "error")


def get(name: str) -> logging.Logger:
    """Return the logger of a module; `name` is its dotted name below the package."""
    return logging.getLogger(f"{ROOT}.{name}")


def configure(level: str = "warning") -> None:
    """Send our messages of `level` and above to stderr; calling it again only changes the level."""
    logger = logging.getLogger(ROOT)
    logger.setLevel(level.upper())
    if not any(isinstance(handler, _StderrHandler) for handler in logger.handlers):
        handler = _StderrHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        logger.addHandler(handler)
        logger.propagate = False


class _StderrHandler(logging.StreamHandler):  # type: ignore[type-arg]
    """Write to whatever `sys.stderr` is at the moment of the message, so that redirection works."""

    def __init__(self) -> None:
        super().__init__(sys.stderr)

    def emit(self, record: logging.LogRecord) -> None:
        """Write one message."""
        self.stream = sys.stderr
        super().emit(record)
