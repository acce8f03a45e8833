"""Named jobs: they outlive their conversation, are told to every other one, and can be ended by their name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from fixtures import png
from fixtures.listener import LIMIT, Listener, until
from imageparser import Library
from imageparser.archive.report import Outcome, Status
from imageparser.errors import CancelledError, NotFoundError
from imageparser.ipc import ops
from imageparser.ipc.board import KEPT
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Payload
from imageparser.ipc.schedule import Schedule
from imageparser.ipc.session import MAX_ID
from imageparser.library import beats

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from imageparser.ipc.job import Job


class LastPayload(Payload):
    folder: str = "/사진"
    fail: bool = False
    quick: bool = False


@pytest.fixture
def schedule(monkeypatch: pytest.MonkeyPatch) -> Iterator[Schedule]:
    known = ops.named

    @op("last", payload=LastPayload, claims=lambda payload: Claims(folders=(payload.folder,)))
    def last(job: Job, payload: LastPayload) -> None:
        """Tell of a problem, then go on until the end is asked for."""
        job.begin(3)
        job.result(Outcome(Status.ERROR, "/사진/깨진.png", message="corrupt: no more"))
        job.advance(1, 3, 1, [{"phase": "P", "done": 0}])
        if payload.fail:
            raise NotFoundError("away")
        while not (payload.quick or job.cancel.cancelled):
            until(lambda: job.cancel.cancelled, seconds=0.05)
        if job.cancel.cancelled:
            raise CancelledError

    monkeypatch.setattr(ops, "named", lambda name: last if name == "last" else known(name))
    made = Schedule()
    yield made
    made.close()
    assert not made.busy


def jobs(schedule: Schedule) -> list[dict[str, Any]]:
    talk = Listener(schedule)
    return talk.ask("jobs")["payload"]["jobs"]


def begin(talk: Listener, name: str | None, **payload: Any) -> str:
    job_id = f"job-{name}"
    talk.say(id=job_id, type="run", op="last", payload=payload, keep=name)
    return job_id


def test_a_named_job_is_told_to_others_with_its_progress_and_problems(schedule: Schedule):
    talk = Listener(schedule)
    begin(talk, "page-1", folder="/사진")
    begin(talk, "page-2", folder="/사진/안")
    begin(talk, None, folder="/other")
    until(lambda: len(jobs(schedule)) == 2 and jobs(schedule)[0]["processed"] == 1)
    first, second = jobs(schedule)
    assert (first["name"], first["op"], first["subject"], first["state"]) == ("page-1", "last", "/사진", "running")
    assert (first["processed"], first["total"], first["errors"]) == (1, 3, 1)
    assert first["problems"] == [{"path": "/사진/깨진.png", "reason": "corrupt: no more"}]
    assert first["phases"] == [{"phase": "P", "done": 0}]
    assert (second["name"], second["state"]) == ("page-2", "waiting")


def test_it_goes_on_when_its_page_goes_away_and_the_others_do_not(schedule: Schedule):
    talk = Listener(schedule)
    begin(talk, "page-1")
    begin(talk, None, folder="/other")
    until(lambda: len(jobs(schedule)) == 1)
    talk.session.leave()
    assert talk.over.wait(LIMIT)
    told = len(talk.lines)
    assert [one["state"] for one in jobs(schedule)] == ["running"]
    other = Listener(schedule)
    assert other.ask("job_stop", name="page-1")["payload"] == {"stopped": 1}
    until(lambda: jobs(schedule)[0]["state"] == "cancelled")
    assert not schedule.busy
    assert [line for line in talk.lines[told:] if line["id"] == "job-page-1"] == []
    assert other.ask("job_stop", name="page-1")["code"] == "not_found"


def test_runs_of_other_processes_are_listed_and_cannot_be_stopped(
    schedule: Schedule, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    with Library.open(tmp_path / "a.sqlite") as library:
        talk = Listener(schedule, lambda: library)
        with beats.Beat(library.path, "index", ["/사진", "/둘"], 0):
            assert talk.ask("jobs")["payload"]["jobs"] == []
            monkeypatch.setattr(beats, "_OWN", "another process")
            (told,) = talk.ask("jobs")["payload"]["jobs"]
            assert (told["op"], told["subject"], told["state"], told["ended_at"]) == ("index", "/사진", "running", None)
            assert (told["processed"], told["total"], told["phases"]) == (0, 0, [])
            assert talk.ask("job_stop", name=told["name"])["code"] == "not_found"
        assert talk.ask("jobs")["payload"]["jobs"] == []


def test_what_waited_for_a_folder_begins_after_its_page_has_gone(schedule: Schedule):
    talk = Listener(schedule)
    begin(talk, "first")
    begin(talk, "second", quick=True)
    talk.session.leave()
    Listener(schedule).ask("job_stop", name="first")
    until(lambda: [one["state"] for one in jobs(schedule)] == ["done", "cancelled"])


def test_the_end_of_the_input_lets_named_jobs_finish_like_all_others(schedule: Schedule):
    talk = Listener(schedule)
    begin(talk, "page-1")
    talk.session.end_input()
    assert not talk.over.wait(0.05)
    schedule.board.named("page-1")[0].stop()
    assert talk.over.wait(LIMIT)
    assert talk.last("job-page-1")["cancelled"] is True


def test_how_the_latest_ended_is_kept(schedule: Schedule):
    talk = Listener(schedule)
    for number in range(KEPT + 2):
        talk.last(begin(talk, f"n{number}", fail=number % 2 == 0, quick=True))
    told = jobs(schedule)
    assert len(told) == KEPT
    newest, before = told[0], told[1]
    assert (newest["name"], newest["state"], newest["code"], newest["message"]) == ("n51", "done", None, None)
    assert (before["name"], before["state"], before["code"], before["message"]) == (
        "n50",
        "failed",
        "not_found",
        "away",
    )
    assert newest["ended_at"] >= newest["started_at"]


@pytest.mark.parametrize("name", [3, "", "x" * (MAX_ID + 1), ["a"], True])
def test_what_is_no_name_is_refused(schedule: Schedule, name: object):
    talk = Listener(schedule)
    talk.say(id="1", type="run", op="last", payload={}, keep=name)
    assert talk.last("1")["message"] == "keep must be a name"
    assert jobs(schedule) == []


def test_an_index_job_goes_on_in_a_real_library(schedule: Schedule, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("IMAGEPARSER_PORTABLE", str(tmp_path / "home"))
    png.novelai(tmp_path / "사진.png", prompt="smile")
    with Library.open(tmp_path / "home.sqlite") as library:
        talk = Listener(schedule, lambda: library)
        payload = {"folders": [str(tmp_path)], "phases": ["P"]}
        talk.say(id="1", type="run", op="index", payload=payload, keep="page")
        talk.session.leave()
        until(lambda: jobs(schedule)[0]["state"] == "done")
        (told,) = jobs(schedule)
        assert (told["subject"], told["processed"]) == (str(tmp_path), 1)
        assert library.find("", top=5)["total"] == 1
        schedule.close()
