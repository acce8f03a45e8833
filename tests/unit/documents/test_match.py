"""Which layer is which, and as few moves as explain a new order."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from imageparser.documents.match import pairs, reordered


def layer(number: int, name: str, **values: Any) -> Any:
    whole = {"path": [], "kind": "pixel", "blocks": [b"lyid"], "channels": [0, -1], "pixels": name}
    return SimpleNamespace(id=number, name=name, **whole | values)


def digest(one: Any) -> str:
    return str(one.pixels)


def matched(before: list[Any], after: list[Any]) -> list[tuple[int, int]]:
    return [(pair.before.id, pair.after.id) for pair in pairs(before, after, digest)]


def test_stored_ids_tell_first():
    before = [layer(1, "a"), layer(2, "b"), layer(3, "c")]
    after = [layer(3, "c"), layer(1, "b"), layer(9, "new")]
    assert matched(before, after) == [(3, 3), (1, 1)]


def test_a_group_is_no_layer():
    assert matched([layer(1, "x", kind="group")], [layer(1, "y")]) == []
    assert matched([layer(1, "x", kind="group")], [layer(1, "y", kind="artboard")]) == [(1, 1)]


def test_without_ids_place_then_pixels_then_name():
    plain: dict[str, Any] = {"blocks": []}
    before = [layer(1, "bg", **plain), layer(2, "face", pixels="F", **plain), layer(3, "hand", pixels="H1", **plain)]
    after = [
        layer(1, "new", pixels="N", **plain),
        layer(2, "bg", pixels="other", **plain),
        layer(3, "renamed", pixels="F", **plain),
        layer(4, "hand", pixels="H2", path=[9], **plain),
        layer(9, "group", kind="group", **plain),
    ]
    assert matched(before, after) == [(1, 2), (2, 3), (3, 4)]


def test_layers_of_one_name_keep_their_order():
    before = [layer(n, "Layer", blocks=[], pixels=str(n)) for n in (1, 2, 3)]
    after = [layer(n + 10, "Layer", blocks=[], pixels=str(n)) for n in (1, 2, 3)]
    assert matched(before, after) == [(1, 11), (2, 12), (3, 13)]


def test_one_layer_moved_is_one_move():
    before = [layer(n, str(n)) for n in range(1, 7)]
    after = [before[5], *before[:5]]
    assert reordered(pairs(before, after, digest), before) == {6}
    assert reordered(pairs(before, before, digest), before) == set()


def test_an_addition_moves_nothing():
    before = [layer(n, str(n)) for n in (1, 2, 3)]
    after = [layer(9, "new"), *before]
    assert reordered(pairs(before, after, digest), before) == set()


@given(st.permutations(list(range(1, 9))))
def test_what_is_not_moved_rises(order: list[int]):
    before = [layer(n, str(n)) for n in range(1, 9)]
    moved = reordered(pairs(before, [before[n - 1] for n in order], digest), before)
    left = [n for n in order if n not in moved]
    assert left == sorted(left)
    assert (moved == set()) == (order == sorted(order))
