"""Error classes, their codes, and the kinds of the Rust core agree."""

from __future__ import annotations

import re
from pathlib import Path

from imageparser import errors

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
