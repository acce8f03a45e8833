from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from fixtures.small_library import FakeModels, SmallLibrary, unit
from imageparser.errors import NotFoundError
from imageparser.library import serving, vectors
from imageparser.search.find import find
from imageparser.search.request import request

if TYPE_CHECKING:
    from imageparser.search.find import FindAnswer


def ask(library: SmallLibrary, models: FakeModels, query: str = "", **options: Any) -> FindAnswer:
    return find(library.database, models, request(query, **options))  # type: ignore[arg-type]


def seen(answer: FindAnswer, axis: str) -> list[int]:
    return [result["id"] for result in answer["results"] if result["axes"][axis]["rank"] is not None]


@pytest.fixture
def changed(library: SmallLibrary, models: FakeModels) -> tuple[int, int]:
    """Two pictures looked at by the former models, the first one by the new ones too."""
    first, second = library.add("/p/바다.png", "blue sea"), library.add("/p/산.png", "green hill")
    library.database.write(lambda tx: serving.serve(tx, "VV", "VV-1", 1))
    library.database.write(lambda tx: serving.serve(tx, "MV", "MV-1", 1))
    models.keys = {"VV": "VV-2", "MV": "MV-2"}
    for kind in ("VV", "MV"):
        key = f"{kind}-2"
        library.database.write(lambda tx, k=kind, v=key: vectors.put(tx, k, v, [first], unit("another space")[None]))
    return first, second


def test_the_former_models_answer_until_the_new_ones_have_seen_everything(
    library: SmallLibrary, models: FakeModels, changed: tuple[int, int]
) -> None:
    answer = ask(library, models, "green hill")
    assert sorted(seen(answer, "visual")) == sorted(seen(answer, "meaning")) == sorted(changed)
    assert {"visual_former", "meaning_former"} <= set(answer["notes"])
    assert set(models.used) == {"VV-1", "MV-1"}
    assert answer["results"][0]["id"] == changed[1]


def test_from_the_switch_on_the_new_ones_answer(
    library: SmallLibrary, models: FakeModels, changed: tuple[int, int]
) -> None:
    library.database.write(lambda tx: serving.serve(tx, "VV", "VV-2", 2))
    answer = ask(library, models, "green hill")
    assert seen(answer, "visual") == [changed[0]]
    assert sorted(seen(answer, "meaning")) == sorted(changed)
    assert "visual_former" not in answer["notes"]
    assert "meaning_former" in answer["notes"]


def test_a_former_model_that_is_gone_cannot_be_asked(
    library: SmallLibrary, models: FakeModels, changed: tuple[int, int]
) -> None:
    models.gone = {"VV-1", "MV-1"}
    answer = ask(library, models, "another space")
    assert seen(answer, "visual") == seen(answer, "meaning") == [changed[0]]
    assert {"visual_partial", "meaning_partial"} <= set(answer["notes"])
    assert set(models.used) == {None}


def test_a_picture_is_compared_in_the_space_that_serves(
    library: SmallLibrary, models: FakeModels, changed: tuple[int, int]
) -> None:
    answer = ask(library, models, like=changed[1])
    assert seen(answer, "visual") == [changed[0]]
    library.database.write(lambda tx: serving.serve(tx, "VV", "VV-2", 2))
    with pytest.raises(NotFoundError):
        ask(library, models, like=changed[1])


def test_before_the_first_note_what_there_is_answers(library: SmallLibrary, models: FakeModels) -> None:
    item = library.add("/p/바다.png", "blue sea")
    models.keys = {"VV": "VV-2"}
    answer = ask(library, models, "blue sea")
    assert seen(answer, "visual") == [item]
    assert "visual_former" in answer["notes"]
