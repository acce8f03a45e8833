from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from imageparser.errors import DiskFullError, ModelFailedError, ModelMissingError
from imageparser.library import captions, files, fulltext, tasks, vectors
from imageparser.pipeline import turns
from imageparser.settings import PipelineSettings, Settings

if TYPE_CHECKING:
    from imageparser.library import Database

NOTHING = {"P": (0, 0), "MC": (0, 0), "VV": (0, 0), "MV": (0, 0)}


def all_done(count: int) -> dict[str, tuple[int, int]]:
    return dict.fromkeys(NOTHING, (count, 0))


def failures(database: Database, bench: Any) -> dict[tuple[str, str], str]:
    from imageparser.pipeline import table  # noqa: PLC0415

    found = tasks.failures(database.read(), table.version_keys(bench.models, bench.settings))
    return {(failure.raw.decode(), failure.phase): failure.code for failure in found}


def test_every_file_goes_through_every_phase(bench: Any, database: Database) -> None:
    ids = bench.add(*(f"{number}.png" for number in range(11)))
    assert bench.run() == all_done(11)
    reader = database.read()
    assert len(captions.rows(reader, ids)) == 11
    assert sorted(vectors.matrix(reader, "VV", "vv:1")[0]) == ids
    assert sorted(vectors.matrix(reader, "MV", "mv:1")[0]) == ids
    assert len(fulltext.search(reader, '"picture"', 50)) == 11


def test_a_second_run_does_nothing_and_asks_no_model(bench: Any) -> None:
    bench.add("a.png", "b.png")
    bench.run()
    bench.models.calls.clear()
    assert bench.run() == NOTHING
    assert bench.models.calls == []


def test_sequential_order_reaches_the_same_end(bench: Any) -> None:
    bench.settings = Settings(pipeline=PipelineSettings(order="sequential"))
    bench.add("a.png", "b.png", "c.png", "d.png", "e.png")
    assert bench.run() == all_done(5)


def test_models_work_while_files_are_still_read(bench: Any) -> None:
    """The second batch is not read before a model has seen the first."""
    seen = threading.Event()
    embed = bench.models.visual

    def visual() -> Any:
        seen.set()
        return embed()

    bench.models.visual = visual
    bench.add(*(f"{number}.png" for number in range(8)))
    waits: list[bool] = []

    def wait(items: Any) -> None:
        if items[0].ref.key != "/p/0.png":
            waits.append(seen.wait(20))

    bench.during_read = wait
    assert bench.run() == all_done(8)
    assert waits == [True]


def test_one_unreadable_file_stops_nothing(bench: Any, database: Database) -> None:
    bench.add("a.png", "b.png", "c.png")
    bench.unreadable["/p/b.png"] = "corrupt"
    assert bench.run() == {"P": (2, 1), "MC": (2, 0), "VV": (2, 0), "MV": (2, 0)}
    assert failures(database, bench) == {("/p/b.png", "P"): "corrupt"}
    bench.started_ms += 1
    assert bench.run() == NOTHING


def test_a_file_that_is_gone_is_marked(bench: Any, database: Database) -> None:
    (file_id,) = bench.add("a.png")
    bench.unreadable["/p/a.png"] = "not_found"
    assert bench.run()["P"] == (0, 1)
    row = files.get(database.read(), file_id)
    assert row is not None
    assert row.missing_since is not None


def test_transient_failures_are_tried_again_by_later_runs_only(bench: Any) -> None:
    bench.add("a.png")
    bench.unreadable["/p/a.png"] = "denied"
    for _ in range(3):
        assert bench.run()["P"] == (0, 1)
    assert bench.run()["P"] == (0, 0)


@pytest.mark.parametrize(("where", "code"), [("bad_images", "corrupt"), ("poison", "model_failed")])
def test_a_picture_that_breaks_its_batch_fails_alone(bench: Any, database: Database, where: str, code: str) -> None:
    bench.add("a.png", "b.png", "c.png")
    getattr(bench.models, where).add(b"RIFF/p/b.png")
    assert bench.run() == {"P": (3, 0), "MC": (3, 0), "VV": (2, 1), "MV": (3, 0)}
    assert failures(database, bench) == {("/p/b.png", "VV"): code}


def test_what_cannot_be_decoded_never_reaches_the_model(bench: Any) -> None:
    bench.add("a.png", "b.png", "c.png")
    bench.models.bad_images |= {b"RIFF/p/b.png", b"RIFF/p/c.png"}
    assert bench.run(names=["P", "VV"])["VV"] == (1, 2)
    assert bench.models.calls == [("VV", 1)]


def test_zero_vectors_are_never_stored(bench: Any, database: Database) -> None:
    bench.add("a.png")
    bench.models.zero = True
    assert bench.run()["VV"] == (0, 1)
    assert failures(database, bench) == {("/p/a.png", "VV"): "model_failed"}
    assert len(vectors.matrix(database.read(), "VV", "vv:1")[0]) == 0


def test_empty_captions_are_never_stored(bench: Any, database: Database) -> None:
    bench.add("a.png")
    bench.models.caption_prefix = ""
    assert bench.run() == {"P": (1, 0), "MC": (0, 1), "VV": (1, 0), "MV": (0, 0)}
    assert failures(database, bench) == {("/p/a.png", "MC"): "model_failed"}


def test_files_of_the_same_content_are_looked_at_once(bench: Any, database: Database) -> None:
    bench.contents = {"/p/a.png": "same", "/p/b.png": "same"}
    ids = bench.add("a.png", "b.png")
    bench.run()
    assert bench.models.count("VV") == 1
    later = bench.add("c.png")
    bench.contents["/p/c.png"] = "same"
    bench.run()
    assert bench.models.count("VV") == 1
    found = vectors.get(database.read(), "VV", "vv:1", [*ids, *later])
    assert len({vector.tobytes() for vector in found.values()}) == 1
    assert len(found) == 3


def test_another_caption_makes_another_meaning(bench: Any) -> None:
    bench.add("a.png", "b.png")
    bench.run()
    bench.models.keys["MC"] = "mc:2"
    bench.models.caption_prefix = "now a drawing of"
    assert bench.run() == {"P": (0, 0), "MC": (2, 0), "VV": (0, 0), "MV": (2, 0)}


def test_the_same_caption_under_another_key_keeps_its_meaning(bench: Any) -> None:
    bench.add("a.png")
    bench.run()
    bench.models.keys["MC"] = "mc:2"
    assert bench.run() == {"P": (0, 0), "MC": (1, 0), "VV": (0, 0), "MV": (0, 0)}


def test_some_phases_alone(bench: Any) -> None:
    bench.add("a.png", "b.png")
    assert bench.run(names=["MC"]) == {"MC": (0, 0)}
    assert bench.run(names=["P"]) == {"P": (2, 0)}
    assert bench.run(names=["MV"]) == {"MV": (0, 0)}
    assert bench.run(names=["MC", "MV"]) == {"MC": (2, 0), "MV": (2, 0)}


def test_a_missing_model_ends_its_phase_only(bench: Any, database: Database) -> None:
    bench.add("a.png", "b.png")
    bench.models.failing["VV"] = ModelMissingError("not installed")
    with pytest.raises(ModelMissingError, match="not installed"):
        bench.run()
    assert len(vectors.matrix(database.read(), "MV", "mv:1")[0]) == 2
    del bench.models.failing["VV"]
    assert bench.run() == {"P": (0, 0), "MC": (0, 0), "VV": (2, 0), "MV": (0, 0)}


def test_a_broken_model_does_not_use_up_every_file(bench: Any, database: Database) -> None:
    bench.add(*(f"{number}.png" for number in range(60)))
    bench.models.failing["VV"] = ModelFailedError("it died")
    with pytest.raises(ModelFailedError, match="VV fails on every picture"):
        bench.run()
    assert len(failures(database, bench)) == 12  # three batches
    assert len(vectors.matrix(database.read(), "MV", "mv:1")[0]) == 60


def test_a_full_disk_ends_the_run(bench: Any, database: Database) -> None:
    bench.add(*(f"{number}.png" for number in range(20)))

    def full(items: Any) -> None:
        if items[0].ref.key == "/p/4.png":
            raise DiskFullError

    bench.during_read = full
    with pytest.raises(DiskFullError):
        bench.run()
    assert failures(database, bench) == {}
    bench.during_read = lambda _: None
    bench.cancel = type(bench.cancel)()
    assert bench.run()["P"][0] >= 16


def test_cancelling_ends_within_a_batch_and_keeps_what_is_stored(bench: Any) -> None:
    bench.add(*(f"{number}.png" for number in range(40)))
    bench.during_read = lambda items: bench.cancel.cancel() if items[0].ref.key == "/p/8.png" else None
    first = bench.run()
    assert first["P"] == (12, 0)
    bench.cancel = type(bench.cancel)()
    bench.during_read = lambda _: None
    second = bench.run()
    assert second["P"] == (28, 0)
    assert all(first[name][0] + second[name][0] == 40 for name in NOTHING)


def test_ctrl_c_is_raised_after_every_phase_has_ended(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.add(*(f"{number}.png" for number in range(20)))
    flow = bench.flow()
    begun = threading.Event()
    bench.during_read = lambda _: begun.set()

    def interrupted(_: Any) -> None:
        begun.wait(10)
        raise KeyboardInterrupt

    monkeypatch.setattr(flow, "_wait", interrupted)
    with pytest.raises(KeyboardInterrupt):
        flow.run()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("phase-")]
    assert flow.meters["P"].done < 20


def test_progress_ends_with_the_true_numbers(bench: Any) -> None:
    bench.add(*(f"{number}.png" for number in range(9)))
    bench.unreadable["/p/3.png"] = "corrupt"
    bench.run()
    last = {event.phase: event for event in bench.progress if event.final}
    assert {name: (e.done, e.failed, e.total) for name, e in last.items()} == {
        "P": (8, 1, 9),
        "MC": (8, 0, 8),
        "VV": (8, 0, 8),
        "MV": (8, 0, 8),
    }
    assert all(event.done + event.failed <= event.total for event in bench.progress)


def test_ctrl_c_between_two_starts_leaves_no_phase_waiting(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.add("a.png")
    flow = bench.flow()
    start, started = flow._start, []

    def interrupted(stage: Any) -> threading.Thread:
        if len(started) == 2:
            raise KeyboardInterrupt
        started.append(start(stage))
        return started[-1]

    monkeypatch.setattr(flow, "_start", interrupted)
    with pytest.raises(KeyboardInterrupt):
        flow.run()
    assert not any(thread.is_alive() for thread in started)


def test_a_batch_is_as_large_as_the_model_takes_at_once(bench: Any) -> None:
    bench.models.batches = {"VV": 9, "MV": 2}
    bench.add(*(f"{number}.png" for number in range(12)))
    bench.run(names=["P", "MC"])
    bench.run()
    assert [count for slot, count in bench.models.calls if slot == "VV"] == [9, 3]
    assert [count for slot, count in bench.models.calls if slot == "MV"] == [4, 4, 4], "never less than the phase's own"


def test_phases_take_turns_where_their_models_do_not_fit_together(bench: Any) -> None:
    bench.models.room = 1
    assert [[phase.id for phase in turn] for turn in turns.plan(bench.phases(), bench.models)] == [
        ["P", "MC"],
        ["VV"],
        ["MV"],
    ]
    bench.models.room = 2
    assert [[phase.id for phase in turn] for turn in turns.plan(bench.phases(), bench.models)] == [
        ["P", "MC", "VV"],
        ["MV"],
    ]
    bench.models.room = None
    assert len(turns.plan(bench.phases(), bench.models)) == 1


def test_between_turns_only_what_the_next_one_needs_stays(bench: Any) -> None:
    bench.models.room = 1
    taken: list[list[str]] = []

    def run(turn: Any) -> None:
        taken.append([phase.id for phase in turn])
        if "VV" in taken[-1]:
            raise ModelMissingError("not installed")

    with pytest.raises(ModelMissingError):
        turns.take(bench.phases(), bench.models, run, bench.cancel)
    assert taken == [["P", "MC"], ["VV"], ["MV"]], "a missing model only ends its own phase"
    assert bench.models.kept == [{"VV"}, {"MV"}, set()]


def test_a_full_disk_or_ctrl_c_ends_the_turns(bench: Any) -> None:
    bench.models.room = 1
    taken: list[Any] = []

    def run(turn: Any) -> None:
        taken.append(turn)
        raise DiskFullError

    with pytest.raises(DiskFullError):
        turns.take(bench.phases(), bench.models, run, bench.cancel)
    assert len(taken) == 1
    bench.cancel.cancel()
    turns.take(bench.phases(), bench.models, run, bench.cancel)
    assert len(taken) == 1
