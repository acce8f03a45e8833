"""Error classes, their codes, and the kinds of the Rust core agree."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from imageparser import errors, locale

ROOT = Path(__file__).resolve().parents[2]


def test_every_core_kind_has_a_class() -> None:
    source = (ROOT / "rust/base/src/error.rs").read_text(encoding="utf-8")
    codes = set(re.findall(r'Self::\w+ => "(\w+)"', source))
    assert codes <= set(errors.all_codes())


def test_codes_are_unique_and_documented() -> None:
    classes = [
        cls for cls in vars(errors).values() if isinstance(cls, type) and issubclass(cls, errors.ImageParserError)
    ]
    codes = [cls.code for cls in classes if cls is not errors.ImageParserError]
    assert len(codes) == len(set(codes))
    assert all(cls.__doc__ for cls in classes)


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_every_code_has_a_sentence_and_a_next_step(language: str) -> None:
    texts = locale.texts(language)
    wanted = {f"{kind}.{code}" for kind in ("error", "remedy") for code in errors.all_codes()}
    assert wanted - texts.keys() == set()
    remedies = [texts[f"remedy.{code}"] for code in errors.all_codes()]
    assert all(text.endswith(".") for text in remedies)


def test_every_item_that_failed_tells_a_code() -> None:
    told = re.compile(rf"^({'|'.join(errors.all_codes())}): ")
    lines = [
        json.loads(line[2:])
        for path in (ROOT / "tests/golden/transcripts").glob("*.txt")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("< {") and '"status":"ERROR"' in line
    ]
    assert len(lines) > 30
    silent = [line for line in lines if not (line.get("code") or told.match(line["message"] or ""))]
    assert [line["source"] for line in silent if not line["source"].endswith(".sqlite")] == []  # backups: sound or not


def test_the_default_message_is_the_docstring() -> None:
    assert errors.NotFoundError().message == "The file or folder does not exist."


def test_missing_files_are_also_the_built_in_class() -> None:
    error = errors.NotFoundError("gone", path="/사진/가.png")
    assert isinstance(error, FileNotFoundError)
    assert str(error) == "/사진/가.png: gone"


def test_unknown_codes_are_named() -> None:
    error = errors.error_for("strange", "why")
    assert isinstance(error, errors.InternalError)
    assert "strange" in error.message
