from __future__ import annotations

import pickle

import pytest

from imageparser import errors


@pytest.mark.parametrize("code", sorted(errors.all_codes()))
def test_every_code_makes_its_error(code: str) -> None:
    error = errors.error_for(code, "why", "/사진/a.png")
    assert (error.code, error.message, error.path) == (code, "why", "/사진/a.png")
    assert str(error) == "/사진/a.png: why"


def test_errors_of_files_are_also_the_built_in_ones() -> None:
    assert issubclass(errors.DeniedError, PermissionError)
    assert issubclass(errors.ExistsError, FileExistsError)
    with pytest.raises(FileNotFoundError):
        raise errors.NotFoundError(path="/x")


def test_errors_survive_a_process_border() -> None:
    assert pickle.loads(pickle.dumps(errors.CorruptError("bad"))).message == "bad"  # noqa: S301  # our own bytes
