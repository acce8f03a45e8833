"""Suggested tags: what others call a picture, and what the user calls what looks like it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from imageparser.library import tag_tree, tags
from imageparser.search.memory import Memory
from imageparser.search.spaces import Space
from imageparser.search.tag_suggestions import NEIGHBOURS, Suggestion, suggest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fixtures.small_library import SmallLibrary


def asked(library: SmallLibrary, ids: Sequence[int], limit: int = 99) -> dict[str, Suggestion]:
    reader = library.database.read()
    memory = Memory(library.database, background=False)
    with reader.snapshot():
        found = suggest(reader, memory.vectors, Space("VV-1"), ids, limit=limit)
    memory.close()
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    return {one.tag: one for one in found}


@pytest.fixture
def cats(library: SmallLibrary) -> list[int]:
    """Return three pictures that look alike, and one that does not; all but the first have a tag of the user."""
    ids = [library.add(f"/p/{n}.png", "cat", looks_like="black cat") for n in range(3)]
    ids.append(library.add("/p/sea.png", "sea", looks_like="wide blue sea"))

    def work(tx: object) -> None:
        tags.give(tx, ids[1:3], ["고양이"], 5)  # type: ignore[arg-type]
        tags.give(tx, ids[2:3], ["밤"], 5)  # type: ignore[arg-type]
        tags.give(tx, ids[3:], ["바다"], 5)  # type: ignore[arg-type]

    library.database.write(work)
    return ids


def test_neighbours_by_their_nearness(library: SmallLibrary, cats: list[int]):
    found = asked(library, cats[:1])
    assert list(found)[:2] == ["고양이", "밤"]
    (reason,) = found["고양이"].reasons
    assert (reason.kind, reason.files, reason.pictures) == (NEIGHBOURS, 2, cats[1:3])
    assert found["고양이"].own
    assert found["고양이"].score > 1.5 * found["밤"].score
    assert found["밤"].score > 10 * found["바다"].score


def test_what_others_say_by_the_user_s_own_names(library: SmallLibrary, cats: list[int]):
    def work(tx: object) -> None:
        tag_tree.save(tx, "고양이", tag_tree.Change(aliases=("cat",)), 5)  # type: ignore[arg-type]
        tags.replace(tx, cats[0], tags.MODEL, ["Cat", "fur"])  # type: ignore[arg-type]
        tags.replace(tx, cats[0], tags.FILE, ["fur"])  # type: ignore[arg-type]

    library.database.write(work)
    found = asked(library, cats[:1])
    assert {reason.kind for reason in found["고양이"].reasons} == {tags.MODEL, NEIGHBOURS}
    assert "Cat" not in found
    assert [reason.kind for reason in found["fur"].reasons] == [tags.FILE, tags.MODEL]
    assert found["fur"].score == pytest.approx(1 - 0.1 * 0.5)
    assert not found["fur"].own


def test_what_all_have_is_left_out_and_what_some_have_is_not(library: SmallLibrary, cats: list[int]):
    assert "고양이" not in asked(library, cats[1:3])
    library.database.write(lambda tx: tags.replace(tx, cats[1], tags.MODEL, ["밤"]))
    found = asked(library, cats[1:3])
    assert found["밤"].files == 1  # the other one has it from the user already


def test_nothing_to_go_by(library: SmallLibrary):
    number = library.add("/p/1.png", "cat")
    assert asked(library, [number]) == {}
    assert asked(library, []) == {}
    assert asked(library, [number, 999]) == {}


def test_the_limit(library: SmallLibrary, cats: list[int]):
    assert list(asked(library, cats[:1], limit=1)) == ["고양이"]
