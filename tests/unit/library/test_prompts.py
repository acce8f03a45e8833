from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest

from fixtures import generators
from imageparser.library import postings, prompts
from imageparser.library.prompts import Reading

if TYPE_CHECKING:
    from imageparser.library import Database

INSERT = (
    "INSERT INTO files (id, key, raw, folder, size, mtime_ns, file_id, added_at) VALUES (?, ?, ?, '/p', 1, 2, ?, 0)"
)


@pytest.fixture
def filled(database: Database) -> Database:
    """Three files that nobody has looked into."""
    keys = ["/p/a.png", "/p/나.png", "/p/c.png"]
    database.write(lambda tx: tx.run_many(INSERT, ((i, key, key.encode(), i) for i, key in enumerate(keys, 1))))
    return database


def put(database: Database, *readings: Reading) -> None:
    database.write(lambda tx: prompts.put(tx, readings))


def unread(database: Database) -> list[int]:
    return [file.id for file in prompts.unread(database.read(), "/p")]


def test_a_record_is_stored_and_comes_back(filled: Database) -> None:
    given = generators.record(["1girl", "파란 하늘"], ["lowres"], [["red hair"]], seed=7)
    put(filled, Reading(2, 10, 20, generators.made(["1girl", "파란 하늘"], ["lowres"], [["red hair"]], seed=7)))
    found = prompts.trusted(filled.read(), ["/p/나.png", "/p/a.png", "/p/absent.png"])
    assert list(found) == ["/p/나.png"]
    stored = found["/p/나.png"]
    assert (stored.size, stored.mtime_ns, stored.name) == (10, 20, "NovelAI")
    assert stored.generator is not None
    assert json.loads(stored.generator.json) == {**given, "raw": {}}
    assert {kind: sorted(tags) for kind, tags in stored.tags.items()} == {
        "positive": ["1girl", "파란 하늘"],
        "character": ["red hair"],
        "negative": ["lowres"],
        "character_negative": [],
    }
    assert prompts.texts(stored) == "1girl, 파란 하늘, red hair"
    assert prompts.trusted(filled.read(), ["/p/나.png"], records=False)["/p/나.png"].generator is None


def test_a_file_without_a_record_is_read_once(filled: Database) -> None:
    assert unread(filled) == [1, 3, 2]
    put(filled, Reading(1, 1, 2, None))
    assert unread(filled) == [3, 2]
    stored = prompts.trusted(filled.read(), ["/p/a.png"])["/p/a.png"]
    assert stored.name is None
    assert stored.generator is None
    assert prompts.texts(stored) == ""


def test_a_folder_can_be_read_anew(filled: Database) -> None:
    put(filled, *(Reading(i, 1, 2, None) for i in (1, 2, 3)))
    assert unread(filled) == []
    assert prompts.count(filled.read(), "/p") == 3
    assert prompts.count(filled.read(), "/p/a") == 0
    assert filled.write(lambda tx: prompts.reread(tx, "/q")) == 0
    assert filled.write(lambda tx: prompts.reread(tx, "/p")) == 3
    assert unread(filled) == [1, 3, 2]
    assert prompts.trusted(filled.read(), ["/p/a.png"])


def test_what_another_reader_read_is_unread(filled: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    put(filled, Reading(1, 1, 2, generators.made(["a"])))
    assert filled.write(prompts.forget_older) == 0
    monkeypatch.setattr(prompts, "READER", prompts.READER + 1)
    assert prompts.trusted(filled.read(), ["/p/a.png"]) == {}
    assert filled.write(prompts.forget_older) == 1
    assert unread(filled) == [1, 3, 2]


@pytest.mark.parametrize(
    ("seed", "stored"),
    [
        (0, 0),
        (2**63 - 1, 2**63 - 1),
        (2**63, str(2**63)),
        (2**64 - 1, str(2**64 - 1)),
        (None, None),
    ],
)
def test_a_seed_of_any_size_is_kept(filled: Database, seed: int | None, stored: Any) -> None:
    put(filled, Reading(1, 1, 2, generators.made(["a"], seed=seed)))
    assert filled.read().value("SELECT seed FROM prompts") == stored
    generator = prompts.trusted(filled.read(), ["/p/a.png"])["/p/a.png"].generator
    assert generator is not None
    assert json.loads(generator.json)["seed"] == seed


def test_loras_follow_the_latest_record(filled: Database) -> None:
    both = [{"name": unicodedata.normalize("NFD", "화풍"), "weight": 0.8}, {"name": "detail", "weight": 1.0}]
    put(filled, Reading(1, 1, 2, generators.made(["a"], loras=both)))
    assert filled.read().rows("SELECT lora, weight FROM prompt_loras ORDER BY lora") == [
        ("detail", 1.0),
        ("화풍", 0.8),
    ]
    put(filled, Reading(1, 1, 2, generators.made(["a"], loras=[])))
    assert filled.read().rows("SELECT * FROM prompt_loras") == []


def test_a_file_that_is_read_again_loses_its_old_tags(filled: Database) -> None:
    for settled in (True, False):
        put(filled, Reading(1, 1, 2, generators.made(["old", "both"])), Reading(2, 1, 2, generators.made(["old"])))
        if settled:
            filled.write(postings.settle)
        put(filled, Reading(1, 1, 2, generators.made(["both", "new"])))
        for _ in range(2):
            assert postings.find(filled.read(), [["old"]]).tolist() == [2]
            assert postings.find(filled.read(), [["both"]]).tolist() == [1]
            assert postings.find(filled.read(), [["new"], ["both"]]).tolist() == [1]
            filled.write(postings.settle)
        assert postings.wrong(filled.read()) == []


def test_a_file_that_goes_takes_its_tags_along(filled: Database) -> None:
    put(filled, Reading(3, 1, 2, generators.made(["a"])))
    filled.write(postings.settle)
    filled.write(lambda tx: tx.run("DELETE FROM files WHERE id = 3"))
    assert postings.find(filled.read(), [["a"]]).tolist() == []
    assert filled.write(postings.settle) == 1
    assert filled.read().rows("SELECT * FROM prompt_postings") == []


def test_an_id_that_is_given_again_keeps_nothing_of_its_first_file(filled: Database) -> None:
    put(filled, Reading(3, 1, 2, generators.made(["a"])))
    filled.write(postings.settle)
    filled.write(lambda tx: tx.run("DELETE FROM files WHERE id = 3"))
    filled.write(lambda tx: tx.run(INSERT, (3, "/p/d.png", b"/p/d.png", 9)))
    put(filled, Reading(3, 1, 2, generators.made(["b"])))
    for _ in range(2):
        assert postings.find(filled.read(), [["a"]]).tolist() == []
        assert postings.find(filled.read(), [["b"]]).tolist() == [3]
        filled.write(postings.settle)


def test_the_sets_stay_apart(filled: Database) -> None:
    put(
        filled,
        Reading(1, 1, 2, generators.made(["sky"], ["rain"], [["hat"]])),
        Reading(2, 1, 2, generators.made(["rain"], ["sky"])),
        Reading(3, 1, 2, generators.made(["sky"], unwanted=["x"])),
    )
    for _ in range(2):
        reader = filled.read()
        assert postings.find(reader, [["sky"]]).tolist() == [1, 3]
        assert postings.find(reader, [["sky"]], negative=True).tolist() == [1, 2, 3]
        assert postings.find(reader, [["sky"], ["hat"]]).tolist() == [1]
        assert postings.find(reader, [["sky"], ["rain"]]).tolist() == []
        assert postings.find(reader, [["sky"], ["rain"]], negative=True).tolist() == [1, 2]
        assert postings.find(reader, [["x"]]).tolist() == []
        assert postings.find(reader, [["x"]], negative=True).tolist() == [3]
        assert postings.find(reader, [["sky"], ["sky"]]).tolist() == [1, 3]
        assert postings.find(reader, [["nobody"]]).tolist() == []
        assert postings.find(reader, [["hat", "sky", "nobody"]]).tolist() == [1, 3]
        assert postings.find(reader, [["sky"], ["hat", "nobody"]]).tolist() == [1]
        assert postings.find(reader, [["sky"], ["nobody"]]).tolist() == []
        filled.write(postings.settle)


def test_wrong_postings_are_found_and_made_anew(filled: Database) -> None:
    put(filled, Reading(1, 1, 2, generators.made(["a", "b"])), Reading(2, 1, 2, generators.made(["a"])))
    filled.write(postings.settle)
    filled.write(lambda tx: tx.run("DELETE FROM prompt_postings WHERE id = (SELECT min(id) FROM prompt_postings)"))
    filled.write(lambda tx: tx.run("INSERT INTO prompt_postings VALUES (99 << 24, x'0700')"))
    assert len(postings.wrong(filled.read())) == 2
    filled.write(postings.rebuild)
    assert postings.wrong(filled.read()) == []
    assert postings.find(filled.read(), [["a"]]).tolist() == [1, 2]
