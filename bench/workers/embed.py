"""Turn pictures or texts into vectors in one of three ways; prints how many a second.

Usage: embed.py ours|bare|torch JOB      JOB is a JSON file, see `bench/cases/embed.py`

`ours` indexes a folder: from the file to the vector in the library. `bare` runs the same graph over tensors that are
ready. `torch` reads, scales and runs with transformers.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Job = dict[str, Any]
PICTURES, TOKENS = 4, 1024


def ours(job: Job) -> dict[str, Any]:
    from imageparser import Library
    from imageparser.settings import ModelSettings, Settings

    slot, spent = job["slot"], {}
    given = {"folder": Path(job["models"]), "use": {slot: job["id"]}, "precision": "fp32", "device": "cpu"}
    models = ModelSettings.model_validate({**given, "threads": job["threads"], "request_timeout": 900.0})
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(models=models)
        with Library.open(Path(folder) / "library.sqlite", settings=settings) as library:
            library.index([job["warm"], job["pictures"]], phases=["P", "MC"] if slot == "MV" else ["P"])
            library.run("models_unload")
            texts(library, job)
            before = held()
            for name, work in (
                ("load_s", lambda: library.run("models_load", {"slot": slot})),
                ("first_s", lambda: library.index(job["warm"], phases=[slot])),
            ):
                spent[name] = timed(work)
            answer = library.index(job["pictures"], phases=[slot])
            resident = held()
            spent["unload_s"] = timed(lambda: library.run("models_unload"))
            after = held()
    done = answer["phases"][slot]["done"]
    assert done == job["count"], answer
    memory = {"before_mb": before, "resident_mb": resident, "after_mb": after}
    return {"per_second": done / answer["elapsed_s"], **spent, **memory}


def texts(library: Any, job: Job) -> None:
    """Write down what the meaning model is given, for the other two."""
    if job["slot"] != "MV":
        return
    from imageparser.library import captions
    from imageparser.models.record import CaptionRecord

    rows = captions.rows(library.database.read(), range(1, job["count"] + 2))
    found = [CaptionRecord.from_dict(row.record).meaning_text() for row in rows.values()]
    Path(job["texts"]).write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


def held() -> float:
    """Return the memory of this process and its children in MB."""
    import psutil

    process = psutil.Process()
    return sum(one.memory_info().rss for one in (process, *process.children(recursive=True))) / 2**20


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def grouped(rows: list[list[int]], pad: int) -> Iterator[tuple[Any, Any]]:
    """Yield ids and mask of texts of like length, as many as ours takes at a time."""
    import numpy as np

    rows = sorted(rows, key=len)
    while rows:
        count = 1
        while count < len(rows) and (count + 1) * len(rows[count]) <= TOKENS:
            count += 1
        taken, rows = rows[:count], rows[count:]
        ids = np.full((count, len(taken[-1])), pad, np.int64)
        mask = np.zeros_like(ids)
        for index, row in enumerate(taken):
            ids[index, : len(row)] = row
            mask[index, : len(row)] = 1
        yield ids, mask


def encoded(job: Job) -> tuple[list[list[int]], int]:
    from imageparser.models.export import tokens

    folder = Path(job["models"]) / job["id"]
    tokenizer = tokens.load(folder)
    prompt = {"tokens": TOKENS, "lowercase": False, **tokens.rules(folder)}
    told = json.loads(Path(job["texts"]).read_text(encoding="utf-8"))
    return [tokens.encode(tokenizer, text, prompt) for text in told], tokenizer.token_to_id(prompt["pad_token"])


def bare(job: Job) -> dict[str, Any]:
    import numpy as np
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = job["threads"]
    graph = "text" if job["slot"] == "MV" else "image"
    path = Path(job["models"]) / job["id"] / "fp32" / f"{graph}.onnx"
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    if job["slot"] == "MV":
        rows, pad = encoded(job)
        feeds = [{"ids": ids, "mask": mask} for ids, mask in grouped(rows, pad)]
        count = len(rows)
    else:
        count = job["count"]
        size = session.get_inputs()[0].shape[1]
        pixels = np.random.default_rng(0).integers(0, 256, (count, size, size, 3), np.uint8)
        feeds = [{"pixels": pixels[place : place + PICTURES]} for place in range(0, count, PICTURES)]
    session.run(None, {name: array[:1] for name, array in feeds[0].items()})
    return {"per_second": count / timed(lambda: [session.run(None, feed) for feed in feeds])}


def transformers(job: Job) -> dict[str, Any]:
    import torch
    from transformers import AutoConfig, AutoModel

    torch.set_num_threads(job["threads"])
    model = AutoModel.from_config(AutoConfig.from_pretrained(job["checkpoint"])).eval()
    with torch.inference_mode():
        if job["slot"] != "MV":
            return {"per_second": job["count"] / _pictures(job, model)}
        rows, pad = encoded(job)
        feeds = [tuple(map(torch.from_numpy, both)) for both in grouped(rows, pad)]
        model(input_ids=feeds[0][0][:1])
        return {"per_second": len(rows) / timed(lambda: [_last(model, *both) for both in feeds])}


def _last(model: Any, ids: Any, mask: Any) -> Any:
    hidden = model(input_ids=ids, attention_mask=mask, use_cache=False).last_hidden_state
    return hidden[range(len(ids)), mask.sum(1) - 1]


def _pictures(job: Job, model: Any) -> float:
    """Return the seconds from files to vectors, read and scaled by the processor of transformers."""
    from PIL import Image
    from transformers import SiglipImageProcessorPil

    processor = SiglipImageProcessorPil.from_pretrained(job["checkpoint"])

    def run(paths: list[Path]) -> None:
        for place in range(0, len(paths), PICTURES):
            pictures = [Image.open(path).convert("RGB") for path in paths[place : place + PICTURES]]
            model.get_image_features(**processor(images=pictures, return_tensors="pt"))

    run(sorted(Path(job["warm"]).glob("*.png"))[:1])
    return timed(lambda: run(sorted(Path(job["pictures"]).glob("*.png"))))


def main() -> None:
    job = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    print(json.dumps({"ours": ours, "bare": bare, "torch": transformers}[sys.argv[1]](job)))


if __name__ == "__main__":
    main()
