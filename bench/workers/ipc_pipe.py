"""One contender writes result lines into a pipe whose other end counts them; prints lines a second.

Usage: ipc_pipe.py ours|orjson COUNT
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import Any

import orjson


def line(number: int) -> dict[str, Any]:
    """Return what a rename says of one file."""
    return {
        "id": "job-1",
        "type": "result",
        "status": "OK",
        "source": f"/home/user/pictures/여행/{number // 1000:03}/그림 {number:06}.png",
        "target": f"/home/user/pictures/여행/{number // 1000:03}/유이나_happy@@@{number}.png",
        "message": None,
        "preview": f"/home/user/.cache/imageparser/thumbs/{number:032x}.webp",
        "version": 1,
    }


def ours(count: int, sink: int) -> int:
    """Tell the results as an operation does, with the progress lines between them; return the lines."""
    from imageparser.archive.report import Outcome, Status
    from imageparser.ipc import ops
    from imageparser.ipc.job import Job
    from imageparser.ipc.transport import LineWriter, into

    op = ops.named("db_stats")
    assert op is not None
    sent = 0
    writer = LineWriter(into(sink), lambda: None)

    def send(told: dict[str, Any]) -> None:
        nonlocal sent
        sent += 1
        writer.send(told)

    job = Job(op, "job-1", send, lambda: None)  # type: ignore[arg-type, return-value]  # no library is asked for
    job.begin(count)
    for number in range(count):
        told = line(number)
        job.result(Outcome(Status.OK, told["source"], told["target"], None, told["preview"]))
    job.end()
    writer.close()
    return sent


def alone(count: int, sink: int) -> int:
    """Write the same lines by orjson through a buffered file."""
    with open(sink, "wb", closefd=False) as file:
        for number in range(count):
            file.write(orjson.dumps(line(number), option=orjson.OPT_APPEND_NEWLINE))
    return count


def main() -> None:
    count = int(sys.argv[2])
    work = ours if sys.argv[1] == "ours" else alone
    for number in (count // 10, count):  # the first time for imports and caches
        with subprocess.Popen(["wc", "-l"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as reader:
            assert reader.stdin is not None
            assert reader.stdout is not None
            began, spent = time.perf_counter(), time.process_time()
            lines = work(number, reader.stdin.fileno())
            wall, cpu = time.perf_counter() - began, time.process_time() - spent
            reader.stdin.close()
            assert int(reader.stdout.read()) == lines, lines
    print(json.dumps({"wall": wall, "cpu": cpu, "lines": lines, "lines_per_s": count / wall}))


if __name__ == "__main__":
    main()
