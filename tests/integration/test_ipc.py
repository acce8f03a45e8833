"""`imageparser ipc` as a program: its stream stays clean, it ends well however it is ended."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fixtures.conversation import LIMIT, Conversation
from imageparser.ipc.transport import MAX_LINE

if TYPE_CHECKING:
    from collections.abc import Iterator

# The real process with one more operation, which behaves badly or slowly on request.
DRIVER = """
import os, subprocess, sys, time
from imageparser.archive.report import Outcome, Status
from imageparser.errors import CancelledError
from imageparser.ipc import ops, process
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Payload

class PlayPayload(Payload):
    items: int = 0
    noise: bool = False
    forever: bool = False
    folder: str = "/"

@op("play", payload=PlayPayload, claims=lambda payload: Claims(folders=(payload.folder,)))
def play(job, payload):
    job.begin(payload.items)
    if payload.noise:
        print("a stray print")
        sys.stdout.write("half a line")
        os.write(1, b"past Python\\n")
        subprocess.run(["sh", "-c", "echo from a child; cat"], check=True)
    for number in range(payload.items):
        job.result(Outcome(Status.OK, f"/사진/{number}.png" if number else "/사진/\\udcff.png"))
    while payload.forever:
        if job.cancel.cancelled:
            raise CancelledError
        time.sleep(0.01)

known = ops.named
ops.named = lambda name: play if name == "play" else known(name)
sys.exit(process.serve(None))
"""


@pytest.fixture
def talk(tmp_path: Path):
    with Conversation(tmp_path, driver=DRIVER) as opened:
        yield opened


def test_nothing_but_protocol_lines_is_on_stdout(talk: Conversation):
    lines = talk.run("play", items=2, noise=True)
    assert [line["type"] for line in lines] == ["ack", "progress", "result", "result", "progress", "log", "done"]
    assert lines[2]["source"] == "/사진/\\udcff.png"
    assert talk.end() == 0
    assert talk.rest() == []
    talk._threads[1].join(LIMIT)
    said = talk.stderr.decode()
    assert all(text in said for text in ("a stray print", "half a line", "past Python", "from a child"))


def test_queued_jobs_finish_after_the_end_of_input(talk: Conversation):
    for number in range(20):
        talk.say({"id": number, "type": "run", "op": "play", "payload": {"items": 3}})
    talk.say(b'{"id":"last","type":"run","op":"play"}')  # a last line without its end counts too
    assert talk.end() == 0
    lines = talk.rest()
    assert [line["id"] for line in lines if line["type"] == "done"] == [*range(20), "last"]
    assert not any(line.get("cancelled") for line in lines)


def test_the_end_of_an_empty_input_is_the_end(talk: Conversation):
    assert talk.end() == 0
    assert talk.rest() == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has other signals")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_signal_cancels_and_ends_cleanly(talk: Conversation, number: int, code: int):
    talk.say({"id": "a", "type": "run", "op": "play", "payload": {"forever": True}})
    talk.say({"id": "b", "type": "run", "op": "play"})
    expected = {("a", "ack"), ("a", "progress"), ("b", "ack")}
    while expected:
        line = talk.line()
        expected.discard((line["id"], line["type"]))
    talk.process.send_signal(number)
    assert talk.process.wait(LIMIT) == code
    ends = {line["id"]: line["cancelled"] for line in talk.rest() if line["type"] == "done"}
    assert ends == {"a": True, "b": True}
    talk._threads[1].join(LIMIT)
    assert talk.stderr == b""


@contextlib.contextmanager
def unread(home: Path, **payload: object) -> Iterator[subprocess.Popen[bytes]]:
    """Start a job in a process of which only the first line is read."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", DRIVER], cwd=home, **pipes) as process:  # type: ignore[call-overload]
        process.stdin.write(json.dumps({"id": 1, "type": "run", "op": "play", "payload": payload}).encode() + b"\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["type"] == "ack"
        yield process
        process.kill()


@pytest.mark.skipif(os.name == "nt", reason="Windows has other signals")
def test_a_signal_ends_it_even_if_nobody_reads(tmp_path: Path):
    with unread(tmp_path, items=100_000) as process:
        time.sleep(1)
        process.send_signal(signal.SIGTERM)
        assert process.wait(LIMIT) == 0
        assert process.stderr.read() == b""


def test_a_reader_that_goes_away_ends_it(tmp_path: Path):
    with unread(tmp_path, forever=True) as process:
        process.stdout.close()
        process.stdin.write(b'{"id":2,"type":"cancel"}\n')
        process.stdin.flush()
        assert process.wait(LIMIT) == 0
        assert process.stderr.read() == b""


def test_a_slow_reader_makes_the_job_wait(tmp_path: Path):
    with unread(tmp_path, items=200_000) as process:
        process.stdin.close()
        time.sleep(1)
        lines = [json.loads(line) for line in process.stdout]
        assert process.wait(LIMIT) == 0
    assert [line["type"] for line in lines].count("result") == 200_000
    assert lines[-1]["processed"] == 200_000


def test_lines_up_to_the_limit_are_read_and_longer_ones_refused(talk: Conversation):
    head, tail = b'{"id":"a","type":"cancel","x":"', b'"}'
    room = MAX_LINE - len(head) - len(tail)
    talk.say(head + b"x" * room + tail + b"\n")
    assert talk.line()["message"] == "unknown job: a"
    talk.say(head + b"x" * (room + 1) + tail + b"\n")
    assert talk.line()["message"] == f"line too long: more than {MAX_LINE} bytes"
    talk.say(b"y" * (3 * MAX_LINE))
    assert talk.line()["code"] == "too_large"
    talk.say(b'{"id":"still the same line","type":"cancel"}\n', {"id": "b", "type": "cancel"})
    assert talk.line()["message"] == "unknown job: b"
    assert _peak_mb(talk) < 400


def _peak_mb(talk: Conversation) -> float:
    about = Path(f"/proc/{talk.process.pid}/status")
    lines = about.read_text(encoding="utf-8").splitlines() if about.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0)


def test_a_library_that_cannot_be_opened_is_the_error_of_the_job(tmp_path: Path):
    broken = tmp_path / "library.sqlite"
    broken.write_bytes(b"no database" * 1000)
    with Conversation(tmp_path, library=broken) as talk:
        assert talk.run("db_stats")[-1]["code"] == "library_corrupt"
        assert talk.run("preset_load", path=str(tmp_path / "none.json"))[-1]["code"] == "not_found"
        broken.unlink()
        assert talk.run("db_stats")[-1]["type"] == "done"
        assert talk.end() == 0
