"""Damaged documents through `Document`: opened, walked, decoded and composited in a process with little memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from fixtures import hostile, psd

ROOT = Path(__file__).resolve().parents[2]
MEMORY_MB = 256
PEAK_MB = 500
SECONDS_A_FILE = 20
# Everything that a document can be asked for; only errors of the package may come out.
WALK = """
import json, sys, time
from imageparser import Document
from imageparser.errors import ImageParserError

LOOKS = "name kind visible opacity fill blend bbox clipping mask text fonts effects locks color_label smart_object"

def attempt(work):
    try:
        return work()
    except ImageParserError:
        return None

def walk(path):
    document = attempt(lambda: Document.open(path, max_pixels=1 << 26, max_memory=MEMORY << 20))
    if document is None:
        return False
    for layer in document.layers:
        for look in LOOKS.split():
            attempt(lambda: getattr(layer, look))
        attempt(layer.pixels)
        attempt(layer.digest)
        attempt(layer.embedded)
        attempt(lambda: layer.channel(-2))
        attempt(layer.picture)
    for source in ("layers", "merged", "auto"):
        attempt(lambda: document.composite(source=source))
    attempt(lambda: document.composite(scale=0.1))
    return True

opened, slowest = 0, 0
for path in sys.stdin.read().splitlines():
    began = time.monotonic()
    print(path, file=sys.stderr, flush=True)
    opened += walk(path)
    slowest = max(slowest, time.monotonic() - began)
# Not ru_maxrss: that begins with what the parent held when it forked.
with open("/proc/self/status") as status:
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) // 1024
print(json.dumps({"opened": opened, "slowest": slowest, "peak": peak}))
""".replace("MEMORY", str(MEMORY_MB))


def walk(files: list[Path]) -> int:
    """Walk the files in a process of their own; return how many could be opened."""
    listing = "\n".join(map(str, files))
    done = subprocess.run(
        [sys.executable, "-c", WALK], input=listing, capture_output=True, check=False, encoding="utf-8", cwd=ROOT
    )
    assert done.returncode == 0, f"at {done.stderr[-600:]}"
    told = json.loads(done.stdout)
    assert told["peak"] < PEAK_MB, told
    assert told["slowest"] < SECONDS_A_FILE, told
    return int(told["opened"])


@pytest.mark.corpus
@pytest.mark.timeout(300)
def test_broken_documents_of_the_corpus(corpus: Path) -> None:
    files = sorted(path for path in (corpus / "broken").rglob("*") if path.suffix.lower() in {".psd", ".psb"})
    assert len(files) == 27
    assert 0 < walk(files) < len(files)


@pytest.mark.timeout(300)
def test_lies_about_sizes(tmp_path: Path) -> None:
    files = [hostile.huge_header_psd(tmp_path / "huge.psb"), hostile.lying_layers_psd(tmp_path / "lying.psd")]
    walk(files)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("form", [psd.Form(), psd.Form(big=True, depth=16, layers=psd.ZIP), psd.Form(depth=32)])
def test_cut_short_anywhere(tmp_path: Path, form: psd.Form) -> None:
    whole = psd.document(tmp_path / "whole.psd", form).read_bytes()
    files = []
    for end in range(0, len(whole), max(1, len(whole) // 150)):
        files.append(tmp_path / f"{end}.psd")
        files[-1].write_bytes(whole[:end])
    assert walk(files) > len(files) // 2
