"""Progress as plain lines, and durations as people read them."""

from __future__ import annotations

import pytest

from imageparser import clock, locale
from imageparser.cli import output
from imageparser.cli.commands.index import waiting_line
from imageparser.cli.progress import Lines, duration, line
from imageparser.pipeline.progress import Progress


def progress(done: int, *, failed: int = 0, elapsed: float = 2.0, final: bool = False) -> Progress:
    return Progress("P", done, failed, 100, elapsed, final)


def test_a_line_tells_count_rate_failures_and_rest():
    assert line(progress(40)) == "Read 40/100 · 20.0/s · 3 s left"
    assert line(progress(38, failed=2)) == "Read 40/100 · 20.0/s · 2 failed · 3 s left"
    assert line(progress(100, final=True)) == "Read 100/100 · 50.0/s"
    assert line(progress(0, elapsed=0.0)) == "Read 0/100"


def test_a_line_in_korean():
    locale.set_language("ko")
    assert line(progress(38, failed=2)) == "읽기 40/100 · 20.0장/초 · 실패 2 · 3초 남음"


def test_what_waits_is_told_with_its_reason_in_both_languages():
    waiting = Progress("MC", 0, 0, 0, 2.0, True, 8, "caption_server_absent")  # noqa: FBT003  # as the meter makes it
    assert line(waiting) == "Describe 0/0 · 0.0/s · 8 wait (The caption server does not answer)"
    said = {"files": 1200, "code": "caption_model_absent", "reason": "model 'x'\nnot found"}
    sentence = waiting_line("MC", said)
    assert sentence.startswith("Describe: 1,200 pictures wait: The caption server does not have the model (model 'x'")
    assert "\n" not in sentence
    locale.set_language("ko")
    assert line(waiting).endswith("8장 대기(설명 서버가 응답하지 않음)")
    assert "그림 1,200장이 기다립니다: 설명 서버에 모델이 없음" in waiting_line("MC", said)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.2, "0 s"), (59, "59 s"), (61, "1 min 1 s"), (3599.6, "1 h 0 min"), (7322, "2 h 2 min"), (-1, "0 s")],
)
def test_durations(seconds: float, text: str):
    assert duration(seconds) == text


def test_lines_come_now_and_then_and_at_the_end(monkeypatch: pytest.MonkeyPatch):
    now = [0.0]
    said: list[str] = []
    monkeypatch.setattr(clock, "monotonic", lambda: now[0])
    monkeypatch.setattr(output, "note", said.append)
    with Lines() as report:
        for second in range(12):
            now[0] = float(second)
            report(progress(second * 5))
        report(progress(100, final=True))
        report(Progress("VV", 0, 0, 0, 0.0, final=True))
    assert [text.split()[1] for text in said] == ["25/100", "50/100", "100/100"]
