from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from fixtures.core_objects import batch, found, layer, record
from imageparser.library import Database, files, fulltext, layers, scan
from imageparser.text import keyword_query

SMART = SimpleNamespace(kind="embedded", name="dragon.psb", filetype="8BPB", size=5, transform=None)


def add(database: Database, key: str, *found_layers: Any) -> int:
    def work(tx: Any) -> int:
        scan.record(tx, batch(added=[found(key)]), 1, reading=["P"])
        row = files.get(tx, key)
        assert row is not None
        made = record(key, layers=list(found_layers), layer_count=len(found_layers))
        files.store_record(tx, row.id, made, 1)
        return row.id

    return database.write(work)


def best(database: Database, query: str, *ids: int) -> dict[int, int]:
    match = " OR ".join(keyword_query(query))
    return layers.best_by_words(database.read(), ids, match)


def test_everything_of_a_layer_comes_back(database: Database) -> None:
    stored = layer(
        "검 🗡", id=7, path=[1, 2], kind="smartobject", visible=False, opacity=128, blend="multiply",
        bbox=(-5, 0, 300, 20), clipping=True, mask=True, text=None, fill=40, fonts=["Arial-BoldMT"],
        effects=["dropshadow", "stroke"], locks=["pixels"], color_label="red", smart_object=SMART,
    )  # fmt: skip
    file_id = add(database, "/p/a.psd", layer("group", kind="group"), stored)
    _, row = layers.of_file(database.read(), file_id)
    assert (row.layer_id, row.path, row.name, row.kind) == (7, [1, 2], "검 🗡", "smartobject")
    assert (row.visible, row.opacity, row.fill, row.blend) == (False, 128, 40, "multiply")
    assert (row.bbox, row.clipping, row.mask, row.text) == ((-5, 0, 300, 20), True, True, None)
    assert (row.fonts, row.effects, row.locks) == (["Arial-BoldMT"], ["dropshadow", "stroke"], ["pixels"])
    assert (row.color_label, row.smart_object, row.pictured) == ("red", "dragon.psb", False)
    assert layers.fonts(database.read(), file_id) == ["Arial-BoldMT"]
    assert layers.named(database.read(), [(file_id, 7), (file_id, 8), (99, 7)]) == {(file_id, 7): ([1, 2], "검 🗡")}


def test_a_file_sums_its_layers_up(database: Database) -> None:
    full = add(
        database, "/p/full.psd", layer("t", kind="type"), layer("c", kind="curves"), layer("s", kind="smartobject")
    )
    plain = add(database, "/p/plain.psd", layer("p", kind="pixel"), layer("f", kind="solidcolorfill"))
    flat = add(database, "/p/flat.png")
    rows = {row.id: row for row in files.rows(database.read(), [full, plain, flat])}
    flags = {i: (row.has_text, row.has_smart_object, row.has_adjustment) for i, row in rows.items()}
    assert flags == {full: (True, True, True), plain: (False, False, False), flat: (False, False, False)}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, True),
        ({"kind": "type"}, True),
        ({"kind": "shape"}, True),
        ({"kind": "smartobject"}, True),
        ({"kind": "group"}, False),
        ({"kind": "curves"}, False),
        ({"kind": "solidcolorfill"}, False),
        ({"visible": False}, False),
        ({"path": [1]}, True),
        ({"path": [1, 2]}, False),
        ({"bbox": (0, 0, layers.LEAST, layers.LEAST)}, False),
        ({"bbox": (0, 0, layers.LEAST + 1, 1)}, True),
        ({"bbox": (0, 0, 1, layers.LEAST + 1)}, True),
        ({"bbox": (0, 0, 500, 0)}, False),
        ({"bbox": (500, 0, 0, 500)}, False),
        ({"bbox": (0, 0, 0, 0)}, False),
        ({"bbox": (0, 0, 0, 0), "kind": "shape"}, True),
        ({"bbox": (0, 0, 9, 9), "kind": "shape"}, False),
    ],
)
def test_which_layers_are_worth_a_picture(database: Database, values: dict[str, Any], expected: bool) -> None:  # noqa: FBT001
    groups = [layer("open", id=1, kind="group"), layer("shut", id=2, kind="group", path=[1], visible=False)]
    one = layer("one", **{"id": 3, "bbox": (0, 0, 200, 200)} | values)
    file_id = add(database, "/p/a.psd", *groups, one)
    assert layers.pictured(database.read(), [file_id, 99]) == ({file_id: [3]} if expected else {})
    assert layers.of_file(database.read(), file_id)[2].pictured is expected


def test_reading_again_replaces_layers_and_fonts(database: Database) -> None:
    file_id = add(database, "/p/a.psd", layer("old", fonts=["A", "B"]))
    again = record("/p/a.psd", layers=[layer("new", fonts=["B"])], layer_count=1)
    database.write(lambda tx: files.store_record(tx, file_id, again, 2))
    assert [row.name for row in layers.of_file(database.read(), file_id)] == ["new"]
    assert layers.fonts(database.read(), file_id) == ["B"]
    assert fulltext.search(database.read(), '"old"', 5) == []


def test_names_texts_fonts_and_smart_objects_are_searched(database: Database) -> None:
    file_id = add(
        database, "/p/a.psd", layer("긴 검", id=1), layer("t", id=2, kind="type", text="Sale", fonts=["NanumGothic"]),
        layer("s", id=3, kind="smartobject", smart_object=SMART),
    )  # fmt: skip
    for query in ("검", "sale", "nanumgothic", "dragon"):
        match = " OR ".join(keyword_query(query))
        assert [item for item, _ in fulltext.search(database.read(), match, 5)] == [file_id], query


def test_the_layer_that_says_the_words_is_named(database: Database) -> None:
    one = add(database, "/p/sword.psd", layer("background", id=1), layer("Rusty swords", id=2), layer("x", id=3))
    two = add(
        database, "/p/b.psd", layer("고양이가", id=5, path=[4]), layer("t", id=6, kind="type", text="a red sword sale")
    )
    assert best(database, "sword", one, two) == {one: 2, two: 6}
    assert best(database, "고양이", one, two) == {two: 5}
    assert best(database, "rusty sale", one, two) == {one: 2, two: 6}
    assert best(database, "sword", two) == {two: 6}
    assert best(database, "dragon", one, two) == {}


def test_a_hit_outside_the_layers_names_none(database: Database) -> None:
    one = add(database, "/p/sword.psd", layer("background", id=1))
    assert best(database, "sword", one) == {}
    # Both words stand in the file, but in no layer together.
    two = add(database, "/p/b.psd", layer("red", id=1), layer("sword", id=2))
    assert layers.best_by_words(database.read(), [two], '"red sword"') == {}


def test_names_with_signs_of_the_query_language_do_no_harm(database: Database) -> None:
    one = add(database, "/p/a.psd", layer('" OR * NEAR(', id=1), layer("", id=2), layer("sword AND (", id=3))
    assert best(database, 'sword" * (', one) == {one: 3}
