"""The protocol over a websocket: the same lines, hostile frames, ends that cancel, and a page that does not read."""

from __future__ import annotations

import contextlib
import itertools
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from websockets.exceptions import ConnectionClosed

from fixtures.serving import LIMIT, Visitor
from imageparser.archive.report import Outcome, Status
from imageparser.errors import CancelledError
from imageparser.ipc import ops
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Payload
from imageparser.ipc.transport import MAX_LINE, ROOM
from imageparser.server.conversation import MAX_FRAME, TOGETHER, frames
from imageparser.server.running import Server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imageparser import Library
    from imageparser.ipc.job import Job


class HoldPayload(Payload):
    folder: str | None = None
    items: int = 0


@dataclass
class Stage:
    """What the operation of these tests did."""

    begun: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)
    told: int = 0


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    made = Stage()
    known = ops.named

    def claims(payload: HoldPayload) -> Claims:
        return Claims(folders=(payload.folder,) if payload.folder else ())

    @op("hold", payload=HoldPayload, claims=claims)
    def hold(job: Job, payload: HoldPayload) -> None:
        """Tell of many items, or wait until the end is asked for."""
        made.begun.set()
        try:
            for number in range(payload.items):
                job.result(Outcome(Status.OK, f"/사진/{number:0200}.png"))
                made.told = number + 1
                if job.cancel.cancelled:
                    raise CancelledError
            while not payload.items:
                if job.cancel.cancelled:
                    raise CancelledError
                threading.Event().wait(0.01)
        finally:
            made.ended.set()

    monkeypatch.setattr(ops, "named", lambda name: hold if name == "hold" else known(name))
    yield made
    assert made.ended.wait(LIMIT) or not made.begun.is_set()


def test_the_lines_are_those_of_the_protocol(guest: Visitor):
    with guest.talk() as talk:
        talk.run("1", "query_parse", query="고양이 평점:>=4")
        lines = talk.lines("1")
        assert [line["type"] for line in lines] == ["ack", "log", "done"]
        assert lines[-1]["payload"]["parsed"]["parts"][0]["text"] == "고양이"
        talk.run("1", "query_parse", query="다시")
        assert talk.lines("1")[-1]["type"] == "done"


def test_two_pages_may_use_the_same_ids(guest: Visitor):
    with guest.talk() as one, guest.talk() as two:
        for number in range(20):
            one.run(str(number), "query_parse", query=f"하나{number}")
            two.run(str(number), "query_parse", query=f"둘{number}")
        for talk, word in ((one, "하나"), (two, "둘")):
            told: dict[str, str] = {}
            while len(told) < 20:
                line = talk.line()
                if line["type"] == "done":
                    told[line["id"]] = line["payload"]["parsed"]["parts"][0]["text"]
            assert told == {str(number): f"{word}{number}" for number in range(20)}


@pytest.mark.parametrize(
    ("frame", "code", "said"),
    [
        ("no json", "usage", "invalid json"),
        (b"\x00\xff\x01binary", "usage", "invalid json"),
        ("[1, 2]", "usage", "not an object"),
        ('{"type": "run"}', "usage", "job id is required"),
        ('{"id": "x", "type": "dance"}', "usage", "invalid message type"),
        ('{"id": "x", "type": "run", "op": "no"}', "usage", "unknown op"),
        ('{"id": "x", "type": "cancel"}', "not_found", "unknown job"),
        ("x" * (MAX_LINE + 1), "too_large", "too long"),
    ],
)
def test_what_is_no_message_is_answered_and_the_talk_goes_on(guest: Visitor, frame: str | bytes, code: str, said: str):
    with guest.talk() as talk:
        talk.socket.send(frame)
        line = talk.line()
        assert (line["type"], line["code"]) == ("error", code)
        assert said in line["message"]
        assert talk.ask("query_parse", query="a")["type"] == "done"


def test_a_frame_beyond_all_measure_ends_the_talk_and_only_that(guest: Visitor):
    with guest.talk() as other, guest.talk() as talk:
        with contextlib.suppress(ConnectionClosed):  # it may end while the frame is still on its way
            talk.socket.send("x" * (MAX_FRAME + 1))
        with pytest.raises(ConnectionClosed):
            talk.line()
        assert other.ask("query_parse", query="a")["type"] == "done"


def test_a_message_may_span_lines_and_an_empty_one_is_nothing(guest: Visitor):
    with guest.talk() as talk:
        talk.socket.send("")
        talk.socket.send('{"id": "1",\n "type": "run",\n "op": "query_parse",\n "payload": {"query": "줄\\n바꿈"}}')
        assert talk.lines("1")[-1]["type"] == "done"


@pytest.mark.parametrize("longest", [0, 10, TOGETHER - 1, TOGETHER, 3 * TOGETHER])
def test_frames_are_whole_lines_and_as_few_as_may_be(longest: int):
    lines = [b"x" * (number * 997 % 4000) for number in range(200)] + [b"y" * longest, b"z"]
    found = list(frames(b"".join(line + b"\n" for line in lines)))
    assert [line for frame in found for line in frame.split(b"\n")] == lines
    assert all(len(frame) <= max(TOGETHER, longest) for frame in found)
    for one, two in itertools.pairwise(found):
        assert len(one) + len(two) + 2 > TOGETHER  # each with its end


def test_many_results_come_in_their_order(guest: Visitor, stage: Stage):
    with guest.talk() as talk:
        talk.run("1", "hold", items=5000)
        told = [line["source"] for line in talk.lines("1") if line["type"] == "result"]
    assert told == [f"/사진/{number:0200}.png" for number in range(5000)]
    assert stage.told == 5000


def test_cancelling_ends_a_job_and_the_talk_goes_on(guest: Visitor, stage: Stage):
    with guest.talk() as talk:
        talk.run("1", "hold")
        assert stage.begun.wait(LIMIT)
        talk.say(id="1", type="cancel")
        assert talk.lines("1")[-1]["cancelled"] is True
        assert talk.ask("query_parse", query="a")["type"] == "done"


def test_a_page_that_goes_away_cancels_its_jobs_and_no_others(guest: Visitor, stage: Stage):
    with guest.talk() as other:
        with guest.talk() as talk:
            talk.run("1", "hold", folder="/사진")
            assert stage.begun.wait(LIMIT)
            stage.begun.clear()
            other.run("2", "hold", folder="/사진/가")
            assert not stage.begun.wait(0.1)
        assert stage.ended.wait(LIMIT)
        assert stage.begun.wait(LIMIT)  # what waited for the folder of the page that went away
        other.say(id="2", type="cancel")
        assert other.lines("2")[-1]["cancelled"] is True


def test_a_job_with_a_name_outlives_its_page_and_not_its_server(library: Library, stage: Stage):
    with Server(library) as server:
        guest = Visitor(server.port, server.address)
        with guest.talk() as talk:
            talk.say(id="1", type="run", op="hold", payload={"folder": "/사진"}, keep="page-1")
            assert stage.begun.wait(LIMIT)
        with guest.talk() as other:
            (job,) = other.ask("jobs")["payload"]["jobs"]
            assert (job["name"], job["state"], job["subject"]) == ("page-1", "running", "/사진")
        assert server.idle_seconds == 0
        assert not stage.ended.is_set()
    assert stage.ended.is_set()


def test_a_connection_that_breaks_cancels_its_jobs(guest: Visitor, stage: Stage):
    with guest.talk() as talk:
        talk.run("1", "hold")
        assert stage.begun.wait(LIMIT)
        talk.socket.socket.close()
        assert stage.ended.wait(LIMIT)


def test_a_page_that_does_not_read_holds_its_job_up_and_nobody_else(guest: Visitor, stage: Stage):
    count = 200_000
    with guest.talk() as other, guest.talk() as slow:
        slow.run("1", "hold", items=count)
        assert stage.begun.wait(LIMIT)
        told = -1
        while told != stage.told:
            told = stage.told
            assert not stage.ended.wait(0.5)
        # The job stopped where all that lies between was full; the page gets along.
        assert ROOM < told * 250 < count * 200
        assert other.ask("query_parse", query="a")["type"] == "done"
        assert slow.line()["type"] == "ack"
    assert stage.ended.wait(LIMIT)


def test_the_end_of_the_server_cancels_what_runs(library: Library, stage: Stage):
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(Server(library))
        with Visitor(server.port, server.address).talk() as talk:
            talk.run("1", "hold")
            assert stage.begun.wait(LIMIT)
            assert server.idle_seconds == 0
            stack.close()
            assert stage.ended.wait(LIMIT)
            assert talk.lines("1")[-1]["cancelled"] is True
            with pytest.raises(ConnectionClosed):
                talk.line()
