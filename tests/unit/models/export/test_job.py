from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fixtures import paper_checkpoint
from imageparser.errors import ExistsError, ModelMissingError, UsageError
from imageparser.models.export import job

if TYPE_CHECKING:
    from pathlib import Path


def test_without_the_extra_the_error_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job, "find_spec", lambda _name: None)
    with pytest.raises(ModelMissingError, match=r"torch.*imageparser\[export\]"):
        job.run(tmp_path, id="x", out=tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the extra seem to be there: requests are checked before torch is loaded."""
    monkeypatch.setattr(job, "find_spec", lambda name: name)


@pytest.mark.usefixtures("extra")
@pytest.mark.parametrize("precisions", [(), ("fp64",), ("fp32", "bf16")])
def test_unknown_precisions_are_refused(tmp_path: Path, precisions: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match="fp32, fp16, int8"):
        job.run(tmp_path, id="x", precisions=precisions, out=tmp_path / "out")


@pytest.mark.usefixtures("extra")
@pytest.mark.parametrize("model_id", ["", ".", "..", "a/b", "../x", ".hidden"])
def test_an_id_that_leaves_the_folder_is_refused(tmp_path: Path, model_id: str) -> None:
    with pytest.raises(UsageError, match="no name"):
        job.run(tmp_path, id=model_id, out=tmp_path / "out")


@pytest.mark.usefixtures("extra")
def test_a_model_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "out" / "mine").mkdir(parents=True)
    with pytest.raises(ExistsError):
        job.run(paper_checkpoint.siglip(tmp_path / "in"), id="mine", out=tmp_path / "out")


@pytest.mark.usefixtures("extra")
def test_a_checkpoint_of_another_model_does_not_take_a_packaged_id(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="dimension: 1152, 768"):
        job.run(paper_checkpoint.siglip(tmp_path / "in"), id="siglip2-so400m-patch14-384", out=tmp_path / "out")
    assert not (tmp_path / "out").exists()
