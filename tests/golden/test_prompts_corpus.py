"""`inspect` beside what independent readers say of the corpus's generator records (sd-parsers, Pillow, alpha bits).

Every difference is listed with its reason, and the list is exact: it can only shrink.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pytest

from imageparser import Library

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Row = dict[str, str]

# Texts of all encoders of a graph, joined: which is positive and which negative is not said.
UNSPLIT = "ComfyUI graph ("
FIELDS = ("prompt", "negative", "seed", "software", "stealth")

# Which field of which file differs, and why.
REASONS: dict[str, dict[str, str]] = {
    "sd-metadata/jpg/civitai-hires.jpg": {"software": "the field holds a number of Civitai's; the program is named"},
    "sd-metadata/jpg/civitai-upscale.jpg": {
        "software": "the field holds a number of Civitai's; the program is named",
        "seed": "the reader found none: it stands in the part of the comment behind the graph",
    },
    "sd-metadata/webp/novelai-full-3char.webp": {
        "software": "EXIF has the model in the field of the program; the record inside names NovelAI"
    },
    "sd-parsers/ComfyUI/noisy_latents_3_subjects_cropped.png": {
        "negative": "two encoders hold the same text: the reader joins them, here it counts once"
    },
    "sd-metadata/webp/gimp.webp": {"software": "an editor left no record of a generator"},
}
# What was signed by NovelAI and is still as it was made; checked by hand with its published key.
GENUINE = {
    "SDStudio/styles/깔끔.png",
    "SDStudio/styles/애니스타일.png",
    "novelai-python/image_metadata/sample-0316.png",
    "sd-metadata/png/novelai-curated.png",
    "sd-metadata/png/novelai-full.png",
    "sd-metadata/webp/novelai-full-3char.webp",
}


def rows(folder: Path) -> Iterator[tuple[Row, dict[str, Any]]]:
    """Yield each expectation with the generator that inspect finds; an empty one where there is none."""
    with (folder / "EXPECTED.tsv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield row, dict(Library.inspect(folder / row["file"])["generator"] or {})


def expected(row: Row) -> dict[str, str]:
    """Return what the reader says; it names a program only where a field of that name is."""
    said = {name: row[name].replace("\\n", "\n") for name in ("prompt", "negative", "seed", "software")}
    said["stealth"] = str(bool(row["stealth_signature"]))
    unsaid = ["prompt", "negative"] if row["generator"].startswith(UNSPLIT) else []
    return {name: said[name] for name in FIELDS if name not in unsaid and (name != "software" or said[name])}


def seen(found: dict[str, Any]) -> dict[str, str]:
    """Return what inspect says in the same form."""
    plain = {name: "" if found.get(name) is None else str(found[name]) for name in FIELDS}
    return {**plain, "stealth": str(bool(found.get("stealth")))}


def same(name: str, wanted: str, got: str) -> bool:
    """Compare two values; the readers trim texts and the table has no carriage returns."""
    if name in ("prompt", "negative"):
        return wanted.replace("\r", "").strip() == got.replace("\r", "").strip()
    return wanted == got


def test_records_agree_with_independent_readers(corpus: Path) -> None:
    different: dict[str, dict[str, tuple[str, str]]] = {}
    count = 0
    for row, found in rows(corpus / "png_meta"):
        count += 1
        got = seen(found)
        pairs = {name: (wanted, got[name]) for name, wanted in expected(row).items()}
        pairs = {name: pair for name, pair in pairs.items() if not same(name, *pair)}
        if pairs:
            different[row["file"]] = pairs
    assert count == 43
    assert {file: sorted(pairs) for file, pairs in different.items()} == {
        file: sorted(reasons) for file, reasons in REASONS.items()
    }, different


def test_graphs_are_split(corpus: Path) -> None:
    count = 0
    for row, found in rows(corpus / "png_meta"):
        if row["generator"].startswith(UNSPLIT) and row["prompt"]:
            count += 1
            texts = {text.strip() for text in row["prompt"].replace("\\n", "\n").split("||")}
            assert found["prompt"].strip() in texts, row["file"]
            assert found["negative"].strip() in texts, row["file"]
            assert found["how"] == "graph"
    assert count >= 6


def test_characters_of_novelai(corpus: Path) -> None:
    found = Library.inspect(corpus / "png_meta" / "sd-metadata" / "webp" / "novelai-full-3char.webp")["generator"]
    assert found is not None
    assert [(one["prompt"], one["position"]) for one in found["characters"]] == [
        ("girl, hatsune miku, spread arms, ", [0.5, 0.3]),
        ("girl, kagamine rin, hand up, ", [0.7, 0.7]),
        ("boy, kagamine len, hand up, ", [0.3, 0.7]),
    ]
    girls = [tag["character"] for tag in found["tags"] if tag["tag"] == "girl"]
    assert girls == [0, 1]
    assert found["found_in"] == ["exif", "stealth_alpha"]
    assert found["differences"] == []


def test_signatures(corpus: Path) -> None:
    valid = {row["file"] for row, found in rows(corpus / "png_meta") if found.get("signature") == "valid"}
    assert valid == GENUINE


@pytest.mark.parametrize("name", ["comfyui-anima.png", "novelai-full.png"])
def test_stealth_is_asked_for(corpus: Path, name: str) -> None:
    path = corpus / "png_meta" / "sd-metadata" / "png" / name
    asked, never = (Library.inspect(path)["generator"], _never(path))
    assert asked is not None
    assert never is not None
    assert never["stealth"] is False
    assert never["prompt"] == asked["prompt"]


def _never(path: Path) -> dict[str, Any] | None:
    from imageparser.inspection import inspect  # noqa: PLC0415  # the facade always asks

    found = inspect(path, stealth="never")["generator"]
    return None if found is None else dict(found)
