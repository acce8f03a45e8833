from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from fixtures import generators
from fixtures.core_objects import digest_of, layer, record
from imageparser.errors import ModelFailedError
from imageparser.library import files, tasks
from imageparser.library.tasks import FileRef
from imageparser.library.thumbnails import Thumbnails
from imageparser.models.protocol import CaptionInput
from imageparser.pipeline.phase import Failed, Item, Result
from imageparser.pipeline.phases import caption, meaning, vector, visual

if TYPE_CHECKING:
    from imageparser.library import Database

REF = FileRef(1, "/p/a.png", b"/p/a.png", digest_of("one"))


def context(bench: Any) -> Any:
    return bench.flow().stages[0]._context


def parsed(bench: Any, name: str, **values: Any) -> FileRef:
    """Add a file that P has done, with its thumbnail."""
    (file_id,) = bench.add(name)
    Thumbnails(bench.database.thumbnails).write(digest_of("one"), b"RIFF")

    def work(tx: Any) -> None:
        files.store_record(tx, file_id, record("one", **values), 1)
        tasks.done(tx, file_id, ("P", "x"), 1)

    bench.database.write(work)
    return FileRef(file_id, f"/p/{name}", f"/p/{name}".encode(), digest_of("one"))


def test_a_captioner_gets_everything_around_the_picture(bench: Any, database: Database) -> None:
    ref = parsed(
        bench,
        "여행/2024_redCar.psd",
        layers=[layer("배경"), layer("배경"), layer("제목", text="세일")],
        generator=generators.made(["silver hair"], ["blurry"], [["blue eyes"]]),
        exif={"make": "Nikon"},
        palette=[("#ff0000", 0.5)],
    )
    (item,) = caption.load(context(bench), database.read(), [ref])
    assert isinstance(item, Item)
    given = item.value.given
    assert given.image == b"RIFF"
    assert given.name_words == ["2024", "red", "Car"]
    assert given.folder_words == ["p", "여행"]
    assert given.layer_names == ["배경", "제목"]
    assert given.layer_texts == ["세일"]
    assert given.prompt == "silver hair, blue eyes"
    assert given.exif == {"make": "Nikon"}
    assert given.palette == [("#ff0000", 0.5)]


@pytest.mark.parametrize("phase", [caption, visual])
def test_a_lost_thumbnail_fails_that_file_only(bench: Any, database: Database, phase: Any) -> None:
    ref = parsed(bench, "a.png")
    Thumbnails(database.thumbnails).remove(ref.digest or "")
    (failed,) = phase.load(context(bench), database.read(), [ref])
    assert isinstance(failed, Failed)
    assert failed.code == "not_found"
    assert "doctor" in failed.message


def test_a_lost_caption_fails_that_file_only(bench: Any, database: Database) -> None:
    ref = parsed(bench, "a.png")
    (failed,) = meaning.load(context(bench), database.read(), [ref])
    assert isinstance(failed, Failed)
    assert failed.code == "not_found"


def test_each_row_of_a_model_belongs_to_one_file() -> None:
    matrix = np.ones((2, 4), np.float32)
    matrix[1] = 0
    good, bad = vector.results([REF, REF], matrix)
    assert isinstance(good, Result)
    assert isinstance(bad, Failed)
    assert bad.code == "model_failed"


@pytest.mark.parametrize("shape", [(1, 4), (3, 4), (2,), (2, 0)])
def test_an_answer_of_another_shape_is_refused(shape: tuple[int, ...]) -> None:
    if shape == (2, 0):
        outcomes = vector.results([REF, REF], np.ones(shape, np.float32))
        assert all(isinstance(outcome, Failed) for outcome in outcomes)
    else:
        with pytest.raises(ModelFailedError, match="shape"):
            vector.results([REF, REF], np.ones(shape, np.float32))


def test_too_few_captions_are_refused(bench: Any) -> None:
    class Silent:
        edge = batch = 0

        def caption(self, inputs: Any, **options: Any) -> list[Any]:
            del inputs, options
            return []

    bench.models.captioner = Silent
    with pytest.raises(ModelFailedError, match="1 captions"):
        caption.run(context(bench), [Item(REF, caption.Shown(CaptionInput(b"")))])


def test_an_error_that_is_none_of_ours_is_an_internal_one() -> None:
    failed = Failed.of(REF, ZeroDivisionError("by zero"))
    assert (failed.code, failed.message) == ("internal", "ZeroDivisionError: by zero")
