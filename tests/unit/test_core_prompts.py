"""Generator records through the native core: many files at once, hidden records, the grammars."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from imageparser import _core, errors
from imageparser.inspection import inspect

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = {"prompt": "1girl, 한글_태그", "uc": "lowres", "seed": 7, "steps": 28, "sampler": "k_euler", "scale": 5.0}


def hidden(text: str, *, form: str = "stealth_pngcomp", size: tuple[int, int] = (160, 200)) -> Image.Image:
    """Return an opaque picture with a text in the lowest bits of its alpha channel, column by column."""
    payload = gzip.compress(text.encode()) if form.endswith("comp") else text.encode()
    record = form.encode() + (len(payload) * 8).to_bytes(4, "big") + payload
    bits = np.unpackbits(np.frombuffer(record, np.uint8))
    plane = np.ones(size[0] * size[1], np.uint8)
    plane[: len(bits)] = bits
    pixels = np.random.default_rng(1).integers(0, 256, (size[1], size[0], 4), np.uint8)
    pixels[..., 3] = 0xFE | plane.reshape(size[0], size[1]).T
    return Image.fromarray(pixels)


def with_text(path: Path, picture: Image.Image, **texts: str) -> Path:
    """Write a PNG with text chunks."""
    chunks = PngInfo()
    for name, text in texts.items():
        chunks.add_text(name, text)
    picture.save(path, pnginfo=chunks)
    return path


def read(path: Path, **options: Any) -> dict[str, Any] | None:
    """Return the record of one file."""
    (found,) = _core.read_prompts([path], **options)
    assert isinstance(found, _core.PromptRead)
    return None if found.generator is None else dict(json.loads(found.generator.json))


def test_marks_and_records(tmp_path: Path) -> None:
    path = with_text(tmp_path / "가.png", Image.new("RGB", (9, 7)), Software="NovelAI", Comment=json.dumps(SETTINGS))
    plain = tmp_path / "plain.png"
    Image.new("RGB", (3, 2)).save(plain)
    first, second, missing = _core.read_prompts([path, str(plain), tmp_path / "missing.png"])
    assert isinstance(first, _core.PromptRead)
    assert isinstance(second, _core.PromptRead)
    about = path.stat()
    assert (first.size, first.mtime_ns, first.file_id) == (about.st_size, about.st_mtime_ns, about.st_ino)
    assert (first.format, first.width, first.height) == ("png", 9, 7)
    assert first.generator is not None
    assert [tag for tag, *_ in first.generator.tags] == ["1girl", "한글 태그", "lowres"]
    assert second.generator is None
    assert isinstance(missing, _core.Failure)
    assert missing.code == "not_found"
    assert _core.PROMPT_READER >= 1


@pytest.mark.parametrize("suffix", ["png", "webp"])
@pytest.mark.parametrize("form", ["stealth_pngcomp", "stealth_pnginfo"])
def test_hidden_records(tmp_path: Path, suffix: str, form: str) -> None:
    path = tmp_path / f"hidden.{suffix}"
    hidden(json.dumps({"Comment": json.dumps(SETTINGS), "Software": "NovelAI"}), form=form).save(path, lossless=True)
    found = read(path)
    assert found is not None
    assert (found["source"], found["stealth"], found["seed"]) == ("stealth_alpha", True, 7)
    assert read(path, stealth="never") is None
    looked = inspect(path)["generator"]
    assert looked is not None
    assert {**looked, "raw": {}} == found
    assert "Comment" in looked["raw"]


def test_a_check_finds_what_differs(tmp_path: Path) -> None:
    picture = hidden(json.dumps({**SETTINGS, "seed": 8}))
    path = with_text(tmp_path / "both.png", picture, Software="NovelAI", Comment=json.dumps(SETTINGS))
    quick, checked = read(path), read(path, stealth="check")
    assert quick is not None
    assert checked is not None
    assert (quick["stealth"], quick["differences"]) == (False, [])
    assert (checked["seed"], checked["differences"]) == (7, ["the seed of stealth_alpha is not that of png_text"])
    assert checked["found_in"] == ["png_text", "stealth_alpha"]


def test_parameters_hidden_in_a_picture_that_is_then_cut(tmp_path: Path) -> None:
    path = tmp_path / "cut.png"
    hidden("a cat\nNegative prompt: a dog\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 3, Size: 64x64").save(path)
    found = read(path)
    assert found is not None
    assert (found["name"], found["prompt"], found["negative"]) == ("AUTOMATIC1111", "a cat", "a dog")
    path.write_bytes(path.read_bytes()[:-4000])
    assert read(path) is None


def test_ordinary_pictures_hide_nothing(tmp_path: Path) -> None:
    path = tmp_path / "noise.png"
    Image.fromarray(np.random.default_rng(2).integers(0, 256, (200, 160, 4), np.uint8)).save(path)
    assert read(path, stealth="check") is None


def test_options_are_checked(tmp_path: Path) -> None:
    with pytest.raises(errors.UsageError):
        _core.read_prompts([tmp_path], stealth="maybe")  # type: ignore[arg-type]
    with pytest.raises(errors.UsageError):
        _core.parse_tags("a", "html")  # type: ignore[arg-type]
    token = _core.CancelToken()
    token.cancel()
    (found,) = _core.read_prompts([tmp_path / "a.png"], cancel=token)
    assert isinstance(found, _core.Failure)
    assert found.code == "cancelled"


def test_grammars() -> None:
    assert _core.parse_tags("1.5::Long_Hair::, (b)", "nai") == [("long hair", "Long_Hair", 1.5), ("(b)", "(b)", 1.0)]
    assert _core.parse_tags("(a:1.2), [b]", "a1111")[0] == ("a", "a", 1.2)
    assert [tag for tag, _, _ in _core.parse_tags("{smile}\n(a:1.2), 한글_태그", "plain")] == [
        "smile",
        "a",
        "한글 태그",
    ]
    assert _core.canonical_tag(" Name_\\(Series\\) ") == "name (series)"
