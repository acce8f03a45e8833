"""Lines through real pipes."""

from __future__ import annotations

import json
import os
import threading
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imageparser.ipc import transport
from imageparser.ipc.transport import LineWriter, into, lines

LIMIT = 20


class Pipe:
    """A pipe whose far end is read in a thread."""

    def __init__(self) -> None:
        self.source, self.sink = os.pipe()
        self.lost = threading.Event()
        self.writer = LineWriter(into(self.sink), self.lost.set)

    def read_all(self) -> list[dict[str, Any]]:
        """Close the writer and return every line."""
        with os.fdopen(self.source, "rb") as file:
            closing = threading.Thread(target=self._close)
            closing.start()
            found = [json.loads(line) for line in file]
            closing.join(LIMIT)
        return found

    def _close(self) -> None:
        self.writer.close()
        os.close(self.sink)


@pytest.fixture
def pipe() -> Pipe:
    return Pipe()


def read(data: bytes, limit: int = transport.MAX_LINE, piece: int = 7) -> list[bytes | None]:
    source, sink = os.pipe()

    def write() -> None:
        for start in range(0, len(data), piece):
            os.write(sink, data[start : start + piece])
        os.close(sink)

    thread = threading.Thread(target=write)
    thread.start()
    found = list(lines(source, limit))
    thread.join(LIMIT)
    os.close(source)
    return found


def test_lines_are_cut_at_their_ends():
    assert read("가\n\nb\r\nlast".encode()) == ["가".encode(), b"", b"b\r", b"last"]


def test_long_lines_are_none_and_the_next_one_is_whole():
    assert read(b"12345\n123456\n" + b"x" * 1000 + b"\n1\n" + b"y" * 50, limit=5) == [b"12345", None, None, b"1", None]


@given(st.lists(st.binary(max_size=12).map(lambda one: one.replace(b"\n", b""))), st.integers(1, 9))
def test_any_lines_in_any_pieces(given_lines: list[bytes], piece: int):
    expected = [one if len(one) <= 8 else None for one in given_lines]
    assert read(b"".join(one + b"\n" for one in given_lines), limit=8, piece=piece) == expected


def test_lines_of_many_threads_stay_whole_and_each_thread_keeps_its_order(pipe: Pipe):
    def speak(name: int) -> None:
        for number in range(2000):
            pipe.writer.send({"name": name, "number": number, "text": "가" * (number % 50)})

    found: list[dict[str, Any]] = []
    reading = threading.Thread(target=_drain, args=(pipe, found))
    threads = [threading.Thread(target=speak, args=(name,)) for name in range(4)]
    for thread in (reading, *threads):
        thread.start()
    for thread in threads:
        thread.join(LIMIT)
    pipe._close()
    reading.join(LIMIT)
    os.close(pipe.source)
    for name in range(4):
        assert [line["number"] for line in found if line["name"] == name] == list(range(2000))


def _drain(pipe: Pipe, into: list[dict[str, Any]]) -> None:
    with os.fdopen(os.dup(pipe.source), "rb") as file:
        into.extend(json.loads(line) for line in file)


def test_a_line_comes_at_once_when_nothing_else_does(pipe: Pipe):
    pipe.writer.send({"a": 1})
    assert os.read(pipe.source, 100) == b'{"a":1}\n'
    pipe.writer.send({"b": 2}, wait=False)
    assert os.read(pipe.source, 100) == b'{"b":2}\n'
    assert pipe.read_all() == []


def test_what_json_cannot_hold_is_spelled_out(pipe: Pipe):
    deep: Any = "end"
    for _ in range(400):
        deep = [deep]
    pipe.writer.send({"name": "\udcff가", "\udcff": [1 << 70, ("t",), {"\udc80": None}], "set": {1}})
    pipe.writer.send({"deep": deep, "version": 1})
    first, second = pipe.read_all()
    assert first["name"] == "\\udcff가"
    assert first["\\udcff"] == [str(1 << 70), ["t"], {"\\udc80": None}]
    assert first["set"] == "{1}"
    assert second["version"] == 1


def test_a_slow_reader_makes_the_writer_wait_until_the_end(pipe: Pipe, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(transport, "ROOM", 1000)
    sent = threading.Event()

    def speak() -> None:
        for _ in range(3000):
            pipe.writer.send({"text": "x" * 100})
        sent.set()

    thread = threading.Thread(target=speak)
    thread.start()
    assert not sent.wait(0.3)
    assert len(pipe.writer._buffer) < 2000
    pipe.writer.hurry()
    assert sent.wait(LIMIT)
    thread.join(LIMIT)
    assert len(pipe.read_all()) == 3000


def test_a_reader_that_went_away_is_told_once_and_lines_go_nowhere(pipe: Pipe):
    os.close(pipe.source)
    pipe.writer.send({"a": 1})
    assert pipe.lost.wait(LIMIT)
    for _ in range(100):
        pipe.writer.send({"text": "x" * 100_000})
    assert len(pipe.writer._buffer) == 0
    pipe._close()
