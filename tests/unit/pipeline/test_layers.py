"""Layer vectors: which layers are looked at, that equal ones are looked at once, and what it costs."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from fixtures.core_objects import digest_of, layer
from fixtures.phase_models import DIM, direction
from imageparser import _core
from imageparser.errors import CancelledError, CorruptError, ModelFailedError
from imageparser.library import layer_pictures, switches, tasks, vectors
from imageparser.pipeline import cost
from imageparser.pipeline.phase import Failed, Item, Result, Storing
from imageparser.pipeline.phases import layers

if TYPE_CHECKING:
    from imageparser.library import Database

NOTHING = {"P": (0, 0), "MC": (0, 0), "VV": (0, 0), "MV": (0, 0), "LV": (0, 0)}
KEY = "vv:1"


class Pictures:
    """Stands for `_core.layer_pictures`: what each layer of each file shows, and who asked for what."""

    def __init__(self) -> None:
        self.shown: dict[bytes, dict[int, str]] = {}
        self.failing: dict[bytes, Exception] = {}
        self.asked: list[tuple[bytes, list[int]]] = []

    def __call__(self, path: bytes, *, least: int, edge: int, ids: list[int], **limits: Any) -> list[Any]:
        assert least > 0
        assert edge > 0
        assert {"max_pixels", "max_memory", "cancel"} == set(limits)
        self.asked.append((path, ids))
        if path in self.failing:
            raise self.failing[path]
        contents = self.shown[path]
        return [
            SimpleNamespace(id=i, digest=digest_of(contents[i]), width=9, height=9, webp=contents[i].encode())
            for i in ids
            if i in contents
        ]


@pytest.fixture
def pictures(monkeypatch: pytest.MonkeyPatch) -> Pictures:
    made = Pictures()
    monkeypatch.setattr(_core, "layer_pictures", made, raising=False)
    return made


@pytest.fixture
def wanted(bench: Any, pictures: Pictures) -> Any:
    """A library with layer vectors on; `wanted(name, {id: content})` adds a document."""
    bench.switched = {switches.LAYER_VECTORS}

    def add(name: str, shows: dict[int, str]) -> int:
        key = f"/p/{name}"
        bench.layers[key] = [layer(str(i), id=i, bbox=(0, 0, 300, 300)) for i in shows]
        pictures.shown[key.encode()] = {i: content for i, content in shows.items() if content}
        (file_id,) = bench.add(name)
        return int(file_id)

    return add


def shown(database: Database) -> dict[int, dict[int, str]]:
    return layer_pictures.links(database.read(), range(1, 50))


def test_without_the_switch_nothing_is_done_and_nothing_is_to_do(bench: Any, pictures: Pictures) -> None:
    bench.layers["/p/a.psd"] = [layer("a", bbox=(0, 0, 300, 300))]
    bench.add("a.psd")
    assert "LV" not in bench.run()
    assert pictures.asked == []
    assert bench.database.read().value("SELECT count(*) FROM tasks WHERE phase = 'LV'") == 0


def test_every_layer_worth_it_gets_the_vector_of_its_picture(bench: Any, wanted: Any, database: Database) -> None:
    one = wanted("a.psd", {1: "sword", 2: "cat"})
    two = wanted("b.psd", {5: "dog"})
    assert bench.run()["LV"] == (2, 0)
    assert shown(database) == {one: {1: digest_of("sword"), 2: digest_of("cat")}, two: {5: digest_of("dog")}}
    numbers = layer_pictures.ids(database.read(), [digest_of("sword")])
    found = vectors.get(database.read(), "LV", KEY, numbers.values())
    np.testing.assert_array_equal(found[numbers[digest_of("sword")]], direction(b"sword"))
    bench.models.calls.clear()
    assert bench.run() == NOTHING
    assert bench.models.calls == []


def test_equal_layers_are_looked_at_once(bench: Any, wanted: Any, database: Database) -> None:
    wanted("a.psd", {1: "logo", 2: "logo", 3: "cat"})
    wanted("b.psd", {1: "logo"})
    bench.run()
    before = bench.models.count("VV") - 2  # the two thumbnails
    assert before == 2
    wanted("c.psd", {7: "logo", 8: "new"})
    bench.run()
    assert bench.models.count("VV") - 3 - before == 1
    assert layer_pictures.counts(database.read()) == (6, 3)


def test_a_copy_of_a_document_is_not_even_opened(bench: Any, wanted: Any, pictures: Pictures) -> None:
    bench.contents = {"/p/a.psd": "same", "/p/b.psd": "same"}
    one = wanted("a.psd", {1: "cat"})
    bench.run()
    two = wanted("b.psd", {1: "cat"})
    assert bench.run()["LV"] == (1, 0)
    assert [path for path, _ in pictures.asked] == [b"/p/a.psd"]
    assert shown(bench.database)[one] == shown(bench.database)[two]


def test_files_without_layers_are_done_at_once(bench: Any, wanted: Any, pictures: Pictures) -> None:
    bench.add("flat.png")
    wanted("adjustments.psd", {})
    assert bench.run()["LV"] == (2, 0)
    assert pictures.asked == []


def test_a_layer_that_cannot_be_shown_is_left_out(bench: Any, wanted: Any, database: Database) -> None:
    one = wanted("a.psd", {1: "cat", 2: ""})
    none = wanted("b.psd", {1: ""})
    assert bench.run()["LV"] == (2, 0)
    assert shown(database) == {one: {1: digest_of("cat")}}
    assert none not in shown(database)


def test_an_unreadable_document_fails_alone(bench: Any, wanted: Any, pictures: Pictures, database: Database) -> None:
    one, two = wanted("a.psd", {1: "cat"}), wanted("b.psd", {1: "dog"})
    pictures.failing[b"/p/a.psd"] = CorruptError("layer records at offset 7: ends early")
    assert bench.run()["LV"] == (1, 1)
    assert set(shown(database)) == {two}
    (failure,) = tasks.failures(database.read(), [("LV", KEY)])
    assert (failure.code, failure.raw) == ("corrupt", b"/p/a.psd")
    assert one != two


def test_a_picture_that_the_model_refuses_fails_its_document_alone(bench: Any, wanted: Any, database: Database) -> None:
    wanted("a.psd", {1: "bad"})
    two = wanted("b.psd", {1: "dog"})
    bench.models.bad_images = {b"bad"}
    assert bench.run()["LV"] == (1, 1)
    assert set(shown(database)) == {two}


def test_zero_vectors_are_refused(bench: Any, wanted: Any, database: Database) -> None:
    wanted("a.psd", {1: "cat"})
    bench.run(names=["P"])
    bench.models.zero = True
    assert bench.run(names=["LV"])["LV"] == (0, 1)
    assert shown(database) == {}
    assert vectors.count(database.read(), "LV", KEY) == 0


def test_a_cancelled_run_leaves_nothing_half_done(bench: Any, wanted: Any, database: Database) -> None:
    wanted("a.psd", {number: f"picture {number}" for number in range(1, 100)})
    bench.run(names=["P"])
    item = Item(SimpleNamespace(id=1), layers.LayersInput({1: "x"}, {"x": b"cat"}))  # type: ignore[arg-type]
    context = bench.flow().stages[0]._context
    bench.cancel.cancel()
    with pytest.raises(CancelledError):
        layers.run(context, [item])
    assert shown(database) == {}


def test_many_pictures_are_asked_in_parts(bench: Any, wanted: Any) -> None:
    wanted("a.psd", {number: f"picture {number}" for number in range(1, 101)})
    bench.run(names=["P"])
    bench.models.calls.clear()
    assert bench.run(names=["LV"])["LV"] == (1, 0)
    assert [count for _, count in bench.models.calls] == [32, 32, 32, 4]


def test_an_answer_of_another_length_is_refused(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    context = bench.flow().stages[0]._context
    double = SimpleNamespace(prepare=list, embed=lambda _: np.ones((3, DIM), np.float32))
    monkeypatch.setattr(bench.models, "visual", lambda: double)
    item = Item(SimpleNamespace(id=1), layers.LayersInput({1: "x"}, {"x": b"cat"}))  # type: ignore[arg-type]
    with pytest.raises(ModelFailedError, match="1 vectors"):
        layers.run(context, [item])


def test_a_link_without_a_vector_is_never_stored(bench: Any, wanted: Any, database: Database) -> None:
    file_id = wanted("a.psd", {1: "cat"})
    bench.run(names=["P"])
    storing = Storing(("LV", KEY), (), 1, 1)
    ref: Any = SimpleNamespace(id=file_id)
    result = Result(ref, layers.LayerVectors({1: digest_of("cat")}, {}))
    with pytest.raises(ModelFailedError, match="missing"):
        database.write(lambda tx: layers.store(storing, tx, [result]))
    assert shown(database) == {}
    assert layer_pictures.counts(database.read()) == (0, 0)


def test_another_model_looks_again(bench: Any, wanted: Any, database: Database) -> None:
    one = wanted("a.psd", {1: "cat"})
    bench.run()
    bench.models.keys["VV"] = "vv:2"
    assert bench.run()["LV"] == (1, 0)
    assert vectors.count(database.read(), "LV", "vv:1") == vectors.count(database.read(), "LV", "vv:2") == 1
    assert shown(database) == {one: {1: digest_of("cat")}}


def test_the_cost_is_known_before_it_begins(bench: Any, wanted: Any, database: Database) -> None:
    wanted("a.psd", {1: "cat", 2: "dog"})
    wanted("b.psd", {1: "cat"})
    bench.add("flat.png")
    reader, models = database.read(), bench.models
    assert cost.estimate(reader, models).layers == 0  # not read yet
    bench.run(names=["P"])
    untimed = cost.estimate(reader, models)
    assert (untimed.on, untimed.files, untimed.layers, untimed.seconds) == (False, 2, 3, None)
    assert untimed.megabytes == round((cost.CHUNK * DIM * 4 + 3 * cost.LINK_BYTES) / 1e6, 1)
    database.write(lambda tx: tx.run("INSERT INTO tasks VALUES (1, 'VV', ?, 'done', 1, NULL, NULL, 1, 10)", (KEY,)))
    assert cost.estimate(reader, models).seconds == round(3 * (10 + cost.DECODE_MS) / 1000, 1)
    database.write(lambda tx: switches.note(tx, switches.LAYER_MS, 100.0))
    assert cost.estimate(reader, models).seconds == 0.3
    database.write(lambda tx: switches.switch(tx, switches.LAYER_VECTORS, to=True))
    bench.run(names=["LV"])
    done = cost.estimate(reader, models)
    assert done == cost.LayerCost(on=True, files=0, layers=0, seconds=0.0, megabytes=0.0)


def test_a_failed_input_is_told_apart_from_a_result(bench: Any, wanted: Any, pictures: Pictures) -> None:
    wanted("a.psd", {1: "cat"})
    bench.run(names=["P"])
    pictures.failing[b"/p/a.psd"] = CancelledError()
    stage = bench.flow().stages[-1]
    refs = tasks.pending(bench.database.read(), "LV", KEY)
    with pytest.raises(CancelledError):
        layers.load(stage._context, bench.database.read(), refs)
    pictures.failing[b"/p/a.psd"] = CorruptError()
    (failed,) = layers.load(stage._context, bench.database.read(), refs)
    assert isinstance(failed, Failed)
