from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from fixtures import generators
from fixtures.core_objects import batch, found, layer, probe, record
from imageparser.errors import InternalError
from imageparser.library import Database, facets, files, filters, marks, postings, prompts, scan


@pytest.fixture
def ids(database: Database) -> dict[str, int]:
    def work(tx: Any) -> dict[str, int]:
        made = {}
        for name, width, height, format_name, exif in (
            ("/p/small.png", 10, 20, "png", {}),
            ("/p/여행/big.jpg", 400, 300, "jpeg", {"rating": 4, "datetime_original": "2020-06-01T00:00:00+00:00"}),
            ("/q/doc.psd", 100, 100, "psd", {"rating": 2}),
            ("/q/unread.gif", 0, 0, "", None),
        ):
            scan.record(tx, batch(added=[found(name, mtime_ns=10**9)]), 1, reading=["P"])
            row = files.get(tx, name)
            assert row is not None
            made[name] = row.id
            if exif is not None:
                header = probe(width=width, height=height, format=format_name)
                values: dict[str, Any] = {"probe": header, "exif": exif}
                if format_name == "psd":
                    text = layer("Rusty swords", kind="type", fonts=["100%_Sans", "나눔고딕"])
                    values |= {"layers": [text, layer("c", kind="curves")], "layer_count": 2}
                    header.depth, header.color_mode = 16, "CMYK"
                files.store_record(tx, row.id, record(name, of=found(name, mtime_ns=10**9), **values), 1)
        return made

    return database.write(work)


def names(database: Database, ids: dict[str, int], *clauses: tuple[str, str, Any]) -> list[str] | None:
    rows = [SimpleNamespace(column=c, operator=o, value=v, negated=False) for c, o, v in clauses]
    found_ids = filters.candidate_ids(database.read(), rows)
    return None if found_ids is None else [name for name, file_id in ids.items() if file_id in found_ids.tolist()]


@pytest.mark.parametrize(
    ("clauses", "expected"),
    [
        ([("format", "in", ("png", "psd"))], ["/p/small.png", "/q/doc.psd"]),
        ([("format", "in", ())], []),
        ([("key", "under", "/p")], ["/p/small.png", "/p/여행/big.jpg"]),
        ([("key", "under", "/p/여행")], ["/p/여행/big.jpg"]),
        ([("width", "range", (100, None)), ("height", "range", (None, 200))], ["/q/doc.psd"]),
        ([("rating", "range", (2, 3))], ["/q/doc.psd"]),
        ([("rating", "range", (None, None))], ["/p/여행/big.jpg", "/q/doc.psd"]),
        ([("date_ms", "range", (1590000000000, 1600000000000))], ["/p/여행/big.jpg"]),
        ([("layer_count", "range", (1, None))], ["/q/doc.psd"]),
        ([("layer_count", "range", (0, 1))], ["/p/small.png", "/p/여행/big.jpg"]),
        ([("layers", "matches", '"sword" AND "rusty"')], ["/q/doc.psd"]),
        ([("layers", "matches", '"doc"')], []),
        ([("font", "contains", "%_sans")], ["/q/doc.psd"]),
        ([("font", "contains", "나눔")], ["/q/doc.psd"]),
        ([("font", "contains", "1%S")], []),
        ([("has_text", "in", (1,))], ["/q/doc.psd"]),
        ([("has_text", "in", (0,))], ["/p/small.png", "/p/여행/big.jpg"]),
        ([("has_adjustment", "in", (1,)), ("has_smart_object", "in", (0,))], ["/q/doc.psd"]),
        ([("depth", "range", (16, None))], ["/q/doc.psd"]),
        ([("color_mode", "in", ("CMYK", "YCCK"))], ["/q/doc.psd"]),
        ([("date_ms", "range", (None, 2000))], ["/p/small.png", "/q/doc.psd", "/q/unread.gif"]),
    ],
)
def test_filters_select(database: Database, ids: dict[str, int], clauses: list[Any], expected: list[str]) -> None:
    assert names(database, ids, *clauses) == expected


PROMPTS = {
    "/p/small.png": generators.made(["sky", "1girl"], ["sea"], seed=(1 << 64) - 1, model="NovelAI Diffusion V4.5"),
    "/p/여행/big.jpg": generators.made(
        ["sky", "파란 머리"],
        name="AUTOMATIC1111",
        seed=77,
        sampler="Euler a",
        loras=[{"name": "화풍_v2", "weight": 0.8}],
    ),
}


@pytest.mark.parametrize(
    ("clauses", "expected"),
    [
        ([("generator", "prompted", "novel")], ["/p/small.png"]),
        ([("model", "prompted", "v4.5")], ["/p/small.png", "/p/여행/big.jpg"]),
        ([("sampler", "prompted", "euler a")], ["/p/여행/big.jpg"]),
        ([("sampler", "prompted", "euler_a")], ["/p/small.png"]),
        ([("seed", "seed", str((1 << 64) - 1))], ["/p/small.png"]),
        ([("seed", "seed", 77)], ["/p/여행/big.jpg"]),
        ([("seed", "seed", 5)], []),
        ([("lora", "lora", "화풍")], ["/p/여행/big.jpg"]),
        ([("lora", "lora", "없음")], []),
        ([("prompt_tag", "tagged", (("sky",),))], ["/p/small.png", "/p/여행/big.jpg"]),
        ([("prompt_tag", "tagged", (("sky",), ("파란 머리",)))], ["/p/여행/big.jpg"]),
        ([("prompt_tag", "tagged", (("sky",),)), ("prompt_tag", "tagged", (("1girl",),))], ["/p/small.png"]),
        ([("prompt_tag", "tagged", (("sky",),)), ("format", "in", ("jpeg",))], ["/p/여행/big.jpg"]),
        ([("prompt_tag", "tagged", (("sea",),))], []),
    ],
)
def test_filters_of_prompts(database: Database, ids: dict[str, int], clauses: list[Any], expected: list[str]) -> None:
    readings = [prompts.Reading(ids[name], 1, 1, text) for name, text in PROMPTS.items()]
    for work in (lambda tx: prompts.put(tx, readings), postings.settle):
        database.write(work)
        assert names(database, ids, *clauses) == expected


def test_facets_of_prompts(database: Database, ids: dict[str, int]) -> None:
    readings = [prompts.Reading(ids[name], 1, 1, text) for name, text in PROMPTS.items()]
    database.write(lambda tx: prompts.put(tx, readings))
    found = facets.collect(database.read())
    assert found["generator"] == {"AUTOMATIC1111": 1, "NovelAI": 1}
    assert found["model"] == {"NovelAI Diffusion V4.5": 2}
    assert found["sampler"] == {"Euler a": 1, "k_euler_ancestral": 1}
    assert found["lora"] == {"화풍_v2": 1}
    assert found["seeds"] == 2
    database.write(lambda tx: scan.distrust(tx, "/p/여행", 5))
    assert facets.collect(database.read())["lora"] == {}


def test_no_filter_means_everything(database: Database, ids: dict[str, int]) -> None:
    assert names(database, ids) is None


def test_missing_files_are_no_candidates(database: Database, ids: dict[str, int]) -> None:
    database.write(lambda tx: scan.record(tx, batch(gone=["/p/small.png"]), 2, reading=["P"]))
    assert names(database, ids) == ["/p/여행/big.jpg", "/q/doc.psd", "/q/unread.gif"]
    assert names(database, ids, ("format", "in", ["png"])) == []


def test_the_users_rating_counts(database: Database, ids: dict[str, int]) -> None:
    database.write(lambda tx: marks.set_rating(tx, [ids["/p/small.png"]], 5))
    assert names(database, ids, ("rating", "range", (5, None))) == ["/p/small.png"]


@pytest.mark.parametrize("clause", [("nonsense", "in", ["x"]), ("format", "like", "x"), ("id) OR 1", "in", ["x"])])
def test_an_unknown_condition_is_refused(database: Database, ids: dict[str, int], clause: Any) -> None:
    with pytest.raises(InternalError):
        names(database, ids, clause)


def test_ids_are_ascending(database: Database, ids: dict[str, int]) -> None:
    clause = SimpleNamespace(column="key", operator="under", value="/", negated=False)
    found_ids = filters.candidate_ids(database.read(), [clause])
    assert found_ids is not None
    assert found_ids.tolist() == sorted(ids.values())
