from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fixtures.core_objects import batch, digest_of, found, layer, record
from imageparser.library import Database, files, health, layer_pictures, scan, tasks, vectors

if TYPE_CHECKING:
    from pathlib import Path

KIND, KEY = "LV", "vv:1"


def add(database: Database, *keys: str) -> list[int]:
    def work(tx: Any) -> list[int]:
        made = []
        for key in keys:
            scan.record(tx, batch(added=[found(key)]), 1, reading=["P"])
            row = files.get(tx, key)
            assert row is not None
            big = [layer(str(i), id=i, bbox=(0, 0, 200, 200)) for i in (1, 2)]
            files.store_record(tx, row.id, record(key, layers=big, layer_count=2), 1)
            tasks.done(tx, row.id, ("P", "x"), 1)
            made.append(row.id)
        return made

    return database.write(work)


def show(database: Database, file_id: int, contents: dict[int, str]) -> None:
    """Let layers of a file show pictures of these contents, each with its vector."""

    def work(tx: Any) -> None:
        digests = {layer_id: digest_of(content) for layer_id, content in contents.items()}
        numbers = layer_pictures.put(tx, digests.values())
        if numbers:
            matrix = np.ones((len(numbers), 4), np.float32)
            vectors.put(tx, KIND, KEY, list(numbers.values()), matrix, owner=vectors.LAYER_PICTURE)
        layer_pictures.link(tx, file_id, {layer_id: numbers[digest] for layer_id, digest in digests.items()})
        tasks.done(tx, file_id, (KIND, KEY), 1)

    database.write(work)


def stored(database: Database) -> set[int]:
    return set(vectors.matrix(database.read(), KIND, KEY)[0].tolist())


def pictures(database: Database) -> dict[int, set[str]]:
    return {item: set(of.values()) for item, of in layer_pictures.links(database.read(), range(1, 99)).items()}


def test_equal_layers_share_one_vector(database: Database) -> None:
    one, two = add(database, "/p/a.psd", "/p/b.psd")
    show(database, one, {1: "logo", 2: "cat"})
    show(database, two, {1: "logo", 2: "logo"})
    assert pictures(database) == {one: {digest_of("logo"), digest_of("cat")}, two: {digest_of("logo")}}
    assert layer_pictures.counts(database.read()) == (4, 2)
    assert len(stored(database)) == 2


def test_what_nothing_shows_any_more_goes(database: Database) -> None:
    one, two = add(database, "/p/a.psd", "/p/b.psd")
    show(database, one, {1: "logo", 2: "cat"})
    show(database, two, {1: "logo"})
    show(database, one, {1: "dog"})
    assert pictures(database) == {one: {digest_of("dog")}, two: {digest_of("logo")}}
    assert len(stored(database)) == 2
    assert health.check(database)["findings"] == [] or not layer_pictures.unused(database.read())


def test_new_content_forgets_the_looks_of_its_layers(database: Database) -> None:
    one, two = add(database, "/p/a.psd", "/p/b.psd")
    show(database, one, {1: "logo", 2: "cat"})
    show(database, two, {1: "logo"})
    before = vectors.generation(database.read(), KIND, KEY)
    changed = record("other", of=found("/p/a.psd"), layers=[layer("x", id=1)], layer_count=1)
    database.write(lambda tx: files.store_record(tx, one, changed, 2))
    assert pictures(database) == {two: {digest_of("logo")}}
    assert len(stored(database)) == 1
    assert vectors.generation(database.read(), KIND, KEY) > before
    assert tasks.pending(database.read(), KIND, KEY)[0].id == one


def test_reading_the_same_content_again_keeps_them(database: Database) -> None:
    (one,) = add(database, "/p/a.psd")
    show(database, one, {1: "cat"})
    same = record("/p/a.psd", of=found("/p/a.psd"), layers=[layer("x", id=1)], layer_count=1)
    database.write(lambda tx: files.store_record(tx, one, same, 2))
    assert pictures(database) == {one: {digest_of("cat")}}


def test_the_numbers_of_files_are_no_numbers_of_pictures(database: Database) -> None:
    """A vector of a file and one of a picture under the same number are two things."""
    (one,) = add(database, "/p/a.psd")
    database.write(lambda tx: vectors.put(tx, "VV", KEY, [one], np.ones((1, 4), np.float32)))
    show(database, one, {1: "cat"})
    assert stored(database) == {1} == {one}
    database.write(lambda tx: vectors.clear(tx, one))
    assert stored(database) == {1}
    assert len(vectors.matrix(database.read(), "VV", KEY)[0]) == 0


def test_only_pictures_with_a_vector_are_known(database: Database) -> None:
    (one,) = add(database, "/p/a.psd")
    show(database, one, {1: "cat"})
    wanted = [digest_of("cat"), digest_of("dog")]
    assert layer_pictures.with_vector(database.read(), KIND, KEY, wanted) == {digest_of("cat")}
    assert layer_pictures.with_vector(database.read(), KIND, "another model", wanted) == set()
    assert layer_pictures.with_vector(database.read(), KIND, KEY, []) == set()


def test_what_is_to_do_counts_layers_of_present_files_below_the_roots(database: Database) -> None:
    one, _ = add(database, "/p/a.psd", "/q/b.psd")
    reader = database.read()
    assert layer_pictures.to_do(reader, KIND, KEY) == (2, 4)
    assert layer_pictures.to_do(reader, KIND, KEY, roots=["/q"]) == (1, 2)
    show(database, one, {1: "cat"})
    assert layer_pictures.to_do(reader, KIND, KEY) == (1, 2)
    database.write(lambda tx: scan.record(tx, batch(gone=["/q/b.psd"]), 2, reading=["P"]))
    assert layer_pictures.to_do(reader, KIND, KEY) == (0, 0)


STEPS = st.lists(st.tuples(st.integers(0, 2), st.dictionaries(st.integers(1, 4), st.sampled_from("abcd"))), max_size=12)


@pytest.mark.filterwarnings("ignore")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_links_vectors_and_pictures_always_agree(tmp_path: Path, steps: list[tuple[int, dict[int, str]]]) -> None:
    place = tmp_path / "l.sqlite"
    for old in tmp_path.glob("l.sqlite*"):
        old.unlink()
    with Database.open(place) as database:
        ids = add(database, "/p/a.psd", "/p/b.psd", "/p/c.psd")
        model: dict[int, set[str]] = {}
        for which, contents in steps:
            show(database, ids[which], contents)
            model[ids[which]] = {digest_of(content) for content in contents.values()}
        assert pictures(database) == {item: digests for item, digests in model.items() if digests}
        shown = set().union(*model.values()) if model else set()
        assert layer_pictures.counts(database.read())[1] == len(stored(database)) == len(shown)
        assert layer_pictures.unused(database.read()) == []
        codes = {finding["code"] for finding in health.check(database)["findings"]}
        assert not codes & {"vectors_missing", "vectors_without_file", "layer_pictures_without_layer"}
