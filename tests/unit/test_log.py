from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from imageparser import log

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    logger = logging.getLogger(log.ROOT)
    before = (logger.level, list(logger.handlers), logger.propagate)
    logger.handlers = []
    yield
    logger.level, logger.handlers, logger.propagate = before
    logger.setLevel(before[0])


def test_messages_go_to_stderr_and_never_to_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure("info")
    log.get("library").info("안녕 %s", "세상")
    log.get("library").debug("hidden")
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "INFO imageparser.library: 안녕 세상" in captured.err
    assert "hidden" not in captured.err


def test_configuring_again_changes_the_level_only(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure("debug")
    log.configure("error")
    log.get("x").warning("no")
    log.get("x").error("yes")
    assert capsys.readouterr().err.count("yes") == 1


@pytest.mark.parametrize("level", log.LEVELS)
def test_every_level_of_the_settings_is_one(level: str) -> None:
    log.configure(level)
    assert logging.getLogger(log.ROOT).level == getattr(logging, level.upper())
