"""Whatever comes in: the process lives on, answers, and writes nothing but lines of the protocol.

HOSTILE_SECONDS says for how long; the default keeps the suite quick.
"""

from __future__ import annotations

import json
import os
import time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fixtures.conversation import Conversation
from imageparser.ipc import ops

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = float(os.environ.get("HOSTILE_SECONDS", "4"))
IDS = st.one_of(st.sampled_from(["a", "b", "작업", 1, 2]), st.text(max_size=5), st.integers())
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([0, -1, 2**31, 2**63, -(2**63), 2**64, 10**40]),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(["", "0", "null", "\0", "가", "e\u0301", "a" * 5000]),
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)
# Fields that name places get only these: a test must not scan, let alone change, what is not its own.
PLACES = st.one_of(
    st.sampled_from(["", " ", "none", "pictures", "pictures/a.json", "a\0b", "x" * 5000, "한글/나"]),
    st.none(),
    st.booleans(),
    st.integers(),
    st.lists(st.integers(), max_size=2),
)
PLACE_WORDS = ("path", "folder", "root", "dir")


def _fields(name: str) -> list[str]:
    op = ops.named(name)
    assert op is not None
    return list(op.payload.model_fields)


@st.composite
def payloads(draw: st.DrawFn, name: str) -> Any:
    """Give an object with the fields of an operation and values of any kind."""
    chosen = draw(st.lists(st.sampled_from([*_fields(name), "unknown"]), unique=True, max_size=6))
    values = {field: PLACES if any(word in field for word in PLACE_WORDS) else VALUES for field in chosen}
    return {field: draw(strategy) for field, strategy in values.items()}


@st.composite
def messages(draw: st.DrawFn) -> bytes:
    """Give a message that may be right, or wrong in any member."""
    name = draw(st.sampled_from(ops.NAMES))
    message: dict[str, Any] = {"id": draw(IDS), "type": draw(st.sampled_from(["run", "run", "run", "cancel"]))}
    message |= {"op": name, "payload": draw(payloads(name))}
    for member in draw(st.lists(st.sampled_from(["id", "type", "op", "version"]), max_size=1)):
        message[member] = draw(VALUES)
    if draw(st.integers(0, 9)) == 0:
        del message[draw(st.sampled_from([key for key in message if key != "payload"]))]
    return json.dumps(message, ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")


DEEP = st.builds(
    lambda opening, closing, depth: opening * depth + closing * depth,
    st.sampled_from([b"[", b'{"a":', b'{"id":"a","type":"run","op":"db_stats","payload":[']),
    st.sampled_from([b"", b"]", b"}"]),
    st.sampled_from([1, 500, 5000, 200_000]),
)


@st.composite
def broken(draw: st.DrawFn) -> bytes:
    """Give a message with some bytes changed, cut or doubled."""
    line = bytearray(draw(messages()))
    for _ in range(draw(st.integers(1, 4))):
        if line:
            place = draw(st.integers(0, len(line) - 1))
            line[place : place + draw(st.integers(0, 3))] = draw(st.binary(max_size=3))
    # No chance may make the whole disk the folder of an operation that changes files.
    return bytes(line).replace(b'"/', b'"').replace(b'"\\/', b'"').replace(b"..", b"")


LINES = st.one_of(
    messages(), messages(), broken(), st.binary(max_size=200), DEEP, st.builds(json.dumps, VALUES).map(str.encode)
)


@pytest.mark.timeout(SECONDS * 2 + 120)
def test_hostile_lines_leave_it_alive_and_answering(tmp_path: Path):
    (tmp_path / "pictures").mkdir()
    sent = 0
    with Conversation(tmp_path, library=tmp_path / "library.sqlite") as talk:

        @settings(max_examples=20, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(st.lists(LINES, min_size=1, max_size=30))
        def send(lines: list[bytes]) -> None:
            nonlocal sent
            sent += len(lines)
            talk.say(b"".join(line.replace(b"\n", b" ") + b"\n" for line in lines))
            probe = f"probe {sent}"
            talk.say({"id": probe, "type": "cancel"})
            while (line := talk.line()).get("id") != probe:
                assert line["type"] in ("ack", "progress", "result", "log", "done", "error")
            assert line["message"] == f"unknown job: {probe}"

        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            send()
        assert talk.run("db_stats", "at the end")[-1]["type"] == "done"
        assert talk.end() == 0
        for line in talk.rest():
            assert line["version"] == 1
    said = talk.stderr.decode()
    assert "Traceback" not in said, said[-3000:]
    assert sent > 100
