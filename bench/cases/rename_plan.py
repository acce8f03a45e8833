"""The whole plan of a rename of 50,000 pictures that were scanned before, as a dry run (goal R1)."""

from __future__ import annotations

import json
import shutil
import sys
import zlib
from pathlib import Path

from bench import data, measure, peers
from bench.measure import Run, goal, middle

WORKER = Path(__file__).resolve().parents[1] / "workers" / "rename_plan.py"


def pictures(count: int) -> Path:
    """Return a library beside a folder of `count` tiny NovelAI pictures, scanned into it; made on first use."""
    assert data.KINDS
    from fixtures import png  # noqa: PLC0415 - `data` has put it on the path

    root = peers.BUILD / f"rename-{count}"
    if (root / "complete").is_file():
        return root
    shutil.rmtree(root, ignore_errors=True)
    (root / "pictures").mkdir(parents=True)
    sys.stderr.write(f"making and scanning {count} small pictures\n")
    head = png.header(1, 1, color=png.RGB)
    end = png.chunk(b"IDAT", zlib.compress(bytes(4))) + png.chunk(b"IEND")
    for number in range(count):
        names = f"{{character {number % 20}}}, 1.1::emotion {number // 20 % 20} ::"
        prompt = f"1girl, {names}, 벚꽃, best quality, very aesthetic"
        comment = {"prompt": prompt, "uc": "lowres", "steps": 28, "seed": number, "sampler": "k_euler", "scale": 5}
        told = {
            "Description": prompt,
            "Software": "NovelAI",
            "Source": "NovelAI Diffusion V4.5",
            "Comment": json.dumps(comment),
        }
        texts = b"".join(png.text(name, value) for name, value in told.items())
        (root / "pictures" / f"그림 {number:06}.png").write_bytes(head + texts + end)
    done = measure.spawn([sys.executable, WORKER, "scan", root / "pictures", root / "library.sqlite"])
    assert (done["processed"], done["errors"]) == (count, 0), done
    (root / "complete").touch()
    return root


def run(*, quick: bool = False) -> Run:
    count, rounds = (500, 1) if quick else (50_000, 5)
    root = pictures(count)
    command = [sys.executable, WORKER, "plan", root / "pictures", root / "library.sqlite"]
    runs = [measure.spawn(command) for _ in range(rounds)]
    for told in runs:
        assert told["statuses"] == {"OK": count}, told
        assert told["targets"] == count, told
    wall = middle(runs, "wall")
    goals = [goal("RN1", f"rename of {count:,} files, dry run: under 2 s", wall, 2.0, least=False)]
    medians = {
        "seconds": round(wall, 3),
        "seconds of CPU": round(middle(runs, "cpu"), 3),
        "files a second": round(count / wall),
    }
    notes = [
        "one folder, 400 wanted names, so that nearly every file needs a number; from the request to the last line of "
        "result, the library open; tags come from the rows of an earlier scan, each file is asked for its state"
    ]
    memory = {"plan": round(middle(runs, "process_rss_mb"))}
    return measure.result("rename_plan", goals, medians, memory=memory, notes=notes, quick=quick)
