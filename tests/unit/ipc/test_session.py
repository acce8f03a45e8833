"""The conversation in one process: what runs beside what, cancelling at three moments, ends, refusals."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from fixtures.listener import Listener
from imageparser.archive.report import Outcome, Status
from imageparser.errors import CancelledError, NotFoundError
from imageparser.ipc import ops
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import DEFAULT_STEP, Payload, Step
from imageparser.ipc.schedule import BUSY, Schedule
from imageparser.ipc.session import MAX_ID, MAX_LIVE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imageparser.ipc.job import Job

LIMIT = 20


@dataclass
class Stage:
    """Where the operation of these tests waits, and what it saw."""

    gate: threading.Event = field(default_factory=threading.Event)
    started: dict[str, threading.Event] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def begun(self, name: str) -> threading.Event:
        with self.lock:
            return self.started.setdefault(name, threading.Event())


class PlayPayload(Payload):
    name: str = "it"
    folders: list[str] = []  # noqa: RUF012 - pydantic copies it
    rows: list[str] = []  # noqa: RUF012
    items: int = 0
    fail: str | None = None
    progress_step: Step = DEFAULT_STEP


class Talk(Listener):
    """One who plays with the operation of these tests."""

    def run(self, job_id: str | int, **payload: Any) -> None:
        self.say(id=job_id, type="run", op="play", payload={"name": str(job_id), **payload})

    def cancel(self, job_id: str | int) -> None:
        self.say(id=job_id, type="cancel")

    def of(self, job_id: str | int) -> list[dict[str, Any]]:
        with self._more:
            return [line for line in self.lines if line.get("id") == job_id]

    def kinds(self, job_id: str | int) -> list[str]:
        return [line["type"] for line in self.of(job_id)]


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    made = Stage()

    @op(
        "play",
        payload=PlayPayload,
        claims=lambda payload: Claims(folders=tuple(payload.folders), rows=tuple(payload.rows)),
    )
    def play(job: Job, payload: PlayPayload) -> None:
        """Wait for the gate, then tell of some items."""
        made.order.append(payload.name)
        made.begun(payload.name).set()
        job.begin(payload.items)
        while not made.gate.wait(0.01):
            if job.cancel.cancelled:
                raise CancelledError
        for number in range(payload.items):
            status = (Status.OK, Status.ERROR, Status.SKIP)[number % 3]
            job.result(Outcome(status, f"/사진/{number}.png", details={"near": []} if number == 0 else {}))
        if payload.fail == "unforeseen":
            raise ValueError(payload.fail)
        if payload.fail:
            raise NotFoundError(payload.fail)

    monkeypatch.setattr(ops, "named", lambda name: play if name == "play" else None)
    yield made
    made.gate.set()


@pytest.fixture
def talk(stage: Stage) -> Iterator[Talk]:  # noqa: ARG001 - the operation must be there first
    made = Talk()
    yield made
    made.session.stop()
    assert made.over.wait(LIMIT)


def test_lines_come_in_their_order_with_counters(talk: Talk, stage: Stage):
    stage.gate.set()
    talk.run("job", items=5, progress_step=2)
    last = talk.last("job")
    progress, result = "progress", "result"
    expected = ["ack", progress, result, result, progress, result, result, progress, result, progress, "log", "done"]
    assert talk.kinds("job") == expected
    assert (last["processed"], last["errors"], last["skipped"], last["cancelled"]) == (5, 2, 1, False)
    steps = [(line["processed"], line["total"]) for line in talk.of("job") if line["type"] == "progress"]
    assert steps == [(0, 5), (2, 5), (4, 5), (5, 5)]
    results = [line for line in talk.of("job") if line["type"] == "result"]
    common = ["id", "type", "status", "source", "target", "message", "preview"]
    assert [list(line) for line in results[:2]] == [[*common, "near", "version"], [*common, "version"]]
    assert all(list(line)[-1] == "version" and line["version"] == 1 for line in talk.lines)


def test_an_even_count_ends_with_one_full_progress_line(talk: Talk, stage: Stage):
    stage.gate.set()
    talk.run("job", items=4, progress_step=2)
    talk.last("job")
    assert [line["processed"] for line in talk.of("job") if line["type"] == "progress"] == [0, 2, 4]


@pytest.mark.parametrize(("given", "step"), [(0, 200), (-5, 1), (None, 200), (7, 7)])
def test_steps(given: int | None, step: int):
    assert PlayPayload.read({"progress_step": given}).progress_step == step


def test_jobs_on_different_folders_run_at_the_same_time(talk: Talk, stage: Stage):
    talk.run("a", folders=["/사진/가"])
    talk.run("b", folders=["/사진/나"])
    assert stage.begun("a").wait(LIMIT)
    assert stage.begun("b").wait(LIMIT)
    stage.gate.set()
    assert talk.last("a")["type"] == talk.last("b")["type"] == "done"


@pytest.mark.parametrize("inner", ["/사진", "/사진/가/나", "/사진/가/", "/사진/다/../가"])
def test_jobs_on_one_folder_run_in_order_and_others_pass_them(talk: Talk, stage: Stage, inner: str):
    talk.run("first", folders=["/사진/가"])
    talk.run("second", folders=[inner])
    talk.run("other", folders=["/다른"])
    assert stage.begun("other").wait(LIMIT)
    assert not stage.begun("second").wait(0.1)
    stage.gate.set()
    talk.last("second")
    assert stage.order.index("first") < stage.order.index("second")
    lines = [(line["id"], line["type"]) for line in talk.lines]
    assert lines.index(("first", "done")) < lines.index(("second", "progress"))


def test_jobs_that_write_the_same_rows_run_in_order(talk: Talk, stage: Stage):
    talk.run("first", rows=["templates"])
    talk.run("second", rows=["templates"])
    talk.run("third", rows=["presets"])
    assert stage.begun("third").wait(LIMIT)
    assert not stage.begun("second").wait(0.1)
    stage.gate.set()
    talk.last("second")


def test_small_jobs_do_not_wait_for_a_crowd_of_large_ones(talk: Talk, stage: Stage):
    for number in range(BUSY + 2):
        talk.run(number, folders=[f"/사진/{number}"])
    talk.run("small")
    assert stage.begun("small").wait(LIMIT)
    assert sum(stage.begun(str(number)).is_set() for number in range(BUSY + 2)) <= BUSY
    stage.gate.set()
    for number in range(BUSY + 2):
        assert talk.last(number)["type"] == "done"


def test_a_queued_job_is_cancelled_at_once(talk: Talk, stage: Stage):
    talk.run("first", folders=["/가"])
    talk.run("second", folders=["/가"])
    talk.cancel("second")
    last = talk.last("second")
    assert talk.kinds("second") == ["ack", "log", "done"]
    assert (last["processed"], last["errors"], last["skipped"], last["cancelled"]) == (0, 0, 0, True)
    stage.gate.set()
    assert talk.last("first")["cancelled"] is False
    assert "second" not in stage.order


def test_a_running_job_is_cancelled(talk: Talk, stage: Stage):
    talk.run("job", items=3)
    assert stage.begun("job").wait(LIMIT)
    talk.cancel("job")
    talk.cancel("job")
    last = talk.last("job")
    assert (last["type"], last["processed"], last["cancelled"]) == ("done", 0, True)
    assert talk.kinds("job") == ["ack", "progress", "log", "done"]


def test_a_job_that_has_just_ended_is_unknown_and_its_id_free(talk: Talk, stage: Stage):
    stage.gate.set()
    talk.run("job")
    talk.last("job")
    talk.cancel("job")
    assert talk.of("job")[-1]["message"] == "unknown job: job"
    talk.lines.clear()
    talk.run("job")
    assert talk.last("job")["type"] == "done"


def test_a_live_id_is_refused_without_ending_its_job(talk: Talk, stage: Stage):
    talk.run("job")
    talk.run("job")
    talk.say(id="job", type="pause")
    talk.say(id="job", type="run", op="fly")
    refused = [line for line in talk.lines if line["type"] == "error"]
    assert [line["message"] for line in refused] == [
        "duplicate job id: job",
        "invalid message type",
        "duplicate job id: job",
    ]
    assert all("id" not in line for line in refused)
    stage.gate.set()
    assert talk.last("job")["type"] == "done"


def test_number_and_text_are_different_ids(talk: Talk, stage: Stage):
    talk.run(1)
    talk.run("1")
    stage.gate.set()
    assert talk.last(1)["id"] == 1
    assert talk.last("1")["id"] == "1"


def test_the_queue_is_bounded(talk: Talk, stage: Stage):
    for number in range(MAX_LIVE + 1):
        talk.run(number, folders=["/가"])
    assert talk.last(MAX_LIVE)["message"] == f"too many jobs: more than {MAX_LIVE}"
    for number in range(1, MAX_LIVE):
        talk.cancel(number)
    stage.gate.set()
    assert talk.last(0)["type"] == "done"
    talk.run("again")
    assert talk.last("again")["type"] == "done"


def test_the_end_of_input_lets_queued_jobs_finish(talk: Talk, stage: Stage):
    for number in range(5):
        talk.run(number, folders=["/가"])
    talk.session.end_input()
    assert not talk.over.wait(0.1)
    stage.gate.set()
    assert talk.over.wait(LIMIT)
    assert [talk.last(number)["cancelled"] for number in range(5)] == [False] * 5
    assert stage.order == [str(number) for number in range(5)]


def test_a_stop_cancels_everything_and_gives_last_lines(talk: Talk, stage: Stage):
    for number in range(5):
        talk.run(number, folders=["/가"])
    assert stage.begun("0").wait(LIMIT)
    talk.session.stop()
    assert talk.over.wait(LIMIT)
    assert [talk.last(number)["cancelled"] for number in range(5)] == [True] * 5
    talk.run("late")
    assert talk.of("late") == []


def test_errors_of_operations(talk: Talk, stage: Stage, caplog: pytest.LogCaptureFixture):
    stage.gate.set()
    talk.run("a", items=1, fail="template not found")
    assert talk.last("a") == {
        "id": "a", "type": "error", "message": "template not found", "code": "not_found", "version": 1,
    }  # fmt: skip
    talk.run("b", fail="unforeseen")
    assert talk.last("b")["message"] == "job failed: unforeseen"
    assert "ValueError" in caplog.text
    assert talk.kinds("a") == ["ack", "progress", "result", "log", "error"]


def test_a_claim_that_cannot_be_made_is_an_error(talk: Talk):
    talk.run("a", folders=["/가\0나"])
    assert talk.last("a")["type"] == "error"
    assert talk.kinds("a") == ["ack", "log", "error"]


def test_lines_that_are_too_long_or_ids_that_are(talk: Talk):
    talk.session.receive(None)
    talk.say(id="x" * (MAX_ID + 1), type="cancel")
    assert [line["message"] for line in talk.lines] == [
        "line too long: more than 16777216 bytes",
        f"job id is too long: more than {MAX_ID} characters",
    ]


@pytest.mark.parametrize("line", [b"", b"   ", b"\r", b"\xef\xbb\xbf"])
def test_blank_lines_say_nothing(talk: Talk, line: bytes):
    talk.session.receive(line)
    assert talk.lines == []


@pytest.mark.parametrize(
    "line",
    [
        b'{"id":"\xff","type":"cancel"}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"id":"a","type":"run","op":"play","payload":' + b"[" * 2000 + b"]" * 2000 + b"}",
        b'{"id":1e999,"type":"cancel"}',
        b'{"id":NaN,"type":"cancel"}',
        b"9" * 100_000,
        b'{"id":"\\ud800","type":"cancel"}',
    ],
)
def test_hostile_lines_get_one_error(talk: Talk, line: bytes):
    talk.session.receive(line)
    assert [(one["type"], "id" in one) for one in talk.lines] == [("error", False)]


def test_a_byte_order_mark_and_windows_line_ends_are_tolerated(talk: Talk, stage: Stage):
    stage.gate.set()
    talk.session.receive(b'\xef\xbb\xbf{"id":"a","type":"run","op":"play"}\r')
    assert talk.last("a")["type"] == "done"


def test_conversations_of_one_process_wait_for_each_other_where_they_touch_the_same(stage: Stage):
    schedule = Schedule()
    one, two = Talk(schedule), Talk(schedule)
    one.run("first", folders=["/사진"])
    two.run("second", folders=["/사진/가"])
    two.run("other", folders=["/다른"])
    assert stage.begun("other").wait(LIMIT)
    assert not stage.begun("second").wait(0.1)
    one.session.stop()
    assert one.over.wait(LIMIT)
    assert stage.begun("second").wait(LIMIT)
    two.session.stop()
    assert two.over.wait(LIMIT)


def test_a_crowd_in_one_conversation_leaves_the_lanes_of_another_free(stage: Stage):
    schedule = Schedule()
    one, two = Talk(schedule), Talk(schedule)
    for number in range(20):
        one.run(f"one-{number}")
    two.run("two")
    assert stage.begun("two").wait(LIMIT)
    for talk in (one, two):
        talk.session.stop()
        assert talk.over.wait(LIMIT)
