from __future__ import annotations

import io

import pytest

from imageparser import _core, clock
from imageparser.cli import model_progress
from imageparser.cli.model_progress import Steps
from imageparser.errors import CancelledError
from imageparser.models.progress import Step


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(clock, "monotonic", lambda: now[0])
    return now


def test_lines_come_with_each_step_and_seldom_within_one(
    seconds: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    with Steps(_core.CancelToken(), wanted=True) as tell:
        tell(Step("download", "가.bin", 0, 2_500_000))
        tell(Step("download", "가.bin", 1_000_000, 2_500_000))
        seconds[0] += 6
        tell(Step("download", "가.bin", 1_500_000, 2_500_000))
        tell(Step("check", "fp32"))
        tell(Step("export", "image", 1, 3))
    assert capsys.readouterr().err.splitlines() == [
        "Downloading 가.bin 0.0/2.5 MB",
        "Downloading 가.bin 1.5/2.5 MB",
        "Checking fp32",
        "Exporting image 1/3",
    ]


def test_a_terminal_sees_one_living_line(seconds: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(model_progress.sys, "stderr", screen)
    with Steps(_core.CancelToken(), wanted=True) as tell:
        tell(Step("copy", "a", 1_000_000, 2_000_000))
        seconds[0] += 1
        tell(Step("copy", "a", 2_000_000, 2_000_000))
        tell(Step("copy", "b\x1b[31m"))
    assert screen.getvalue().split("\r\x1b[K") == [
        "",
        "Copying a 1.0/2.0 MB",
        "Copying a 2.0/2.0 MB\n",
        "Copying b\\x1b[31m\n",
    ]


def test_nothing_is_shown_where_it_is_not_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    with Steps(_core.CancelToken(), wanted=False) as tell:
        tell(Step("check", "fp32"))
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("wanted", [True, False])
def test_a_cancelled_work_ends_at_the_next_step(*, wanted: bool) -> None:
    token = _core.CancelToken()
    with Steps(token, wanted=wanted) as tell:
        token.cancel()
        with pytest.raises(CancelledError):
            tell(Step("check", "fp32"))
