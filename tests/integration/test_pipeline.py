"""Index runs over real files with the native core; the models answer at once."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING

import pytest

from fixtures import hostile, names, photo, pictures, png
from fixtures.indexer import Indexer
from fixtures.phase_models import PhaseModels
from imageparser import _core
from imageparser.errors import NotFoundError
from imageparser.library import Database, captions, health, layers, marks, stats
from imageparser.library.findings import Known
from imageparser.pipeline import table
from imageparser.pipeline.progress import SCAN, Progress
from imageparser.settings import PipelineSettings, Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from imageparser.pipeline.report import IndexReport


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Indexer]:
    with Database.open(tmp_path / "library" / "l.sqlite") as database:
        yield Indexer(database, PhaseModels(), Settings())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of eight different pictures, four of them in a subfolder."""
    made = tmp_path / "그림"
    (made / "sub").mkdir(parents=True)
    for number in range(8):
        target = made / "sub" if number % 2 else made
        pictures_of(target / f"{number}.png", number)
    return made


def pictures_of(path: Path, number: int) -> Path:
    return png.write(path, pictures.scene(64, 48, seed=number), color=png.RGB)


def work(report: IndexReport) -> dict[str, int]:
    return {name: counts["done"] for name, counts in report.phases.items() if counts["done"]}


def changes(report: IndexReport) -> dict[str, int]:
    fields = ("added", "changed", "moved", "gone")
    return {name: getattr(report, name) for name in fields if getattr(report, name)}


def test_the_first_run_does_everything_and_the_second_nothing(index: Indexer, photos: Path) -> None:
    first = index(photos)
    count = sum(path.is_file() for path in photos.rglob("*"))
    assert (first.seen, first.added, first.failed, first.skipped) == (count, count, [], [])
    assert work(first) == {"P": count, "MC": count, "VV": count, "MV": count}
    index.models.calls.clear()
    second = index(photos)
    assert second.nothing_to_do
    assert (second.seen, second.unchanged, changes(second)) == (count, count, {})
    assert index.models.calls == []
    assert health.check(index.database)["findings"] == []


def test_what_is_in_the_files_can_be_found(index: Indexer, photos: Path) -> None:
    index(photos)
    camera = index.row(photos / "여행" / "서울.jpg")
    assert (camera.format, camera.width, camera.height, camera.orientation) == ("jpeg", 96, 64, 6)
    assert camera.camera_make
    assert camera.taken_at
    assert index.hits("서울") == [camera.id]
    assert len(index.hits("여행")) == 2
    document = index.row(photos / "여행" / "문서.psd")
    assert document.format == "psd"
    assert document.layer_count
    assert len(layers.of_file(index.database.read(), document.id)) == document.layer_count
    thumbnail = index.database.thumbnails / document.digest[:2] / document.digest[2:4] / f"{document.digest}.webp"
    assert _core.probe(thumbnail).format == "webp"


def test_nothing_is_written_beside_the_pictures(index: Indexer, photos: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in [photos, *photos.rglob("*")]}
    index(photos)
    assert {path: path.stat().st_mtime_ns for path in [photos, *photos.rglob("*")]} == before


def test_a_moved_subfolder_is_not_processed_again(index: Indexer, folder: Path) -> None:
    index(folder)
    ids = {index.row(path).id for path in folder.rglob("*.png")}
    (folder / "sub").rename(folder / "다른 이름")
    report = index(folder)
    assert changes(report) == {"moved": 4}
    assert work(report) == {}
    assert {index.row(path).id for path in folder.rglob("*.png")} == ids
    assert len(index.hits("다른")) == 4
    assert index.hits("sub") == []


def test_a_move_to_another_drive_keeps_everything_but_the_read(index: Indexer, folder: Path) -> None:
    index(folder)
    old = index.row(folder / "0.png")
    index.database.write(lambda tx: marks.set_rating(tx, [old.id], 5))
    (folder / "far").mkdir()
    (folder / "far" / "other.png").write_bytes((folder / "0.png").read_bytes())
    (folder / "0.png").unlink()
    report = index(folder)
    assert changes(report) == {"moved": 1}
    assert report.seen == 8
    assert work(report) == {"P": 1}
    row = index.row(folder / "far" / "other.png")
    assert (row.id, row.rating, row.missing_since) == (old.id, 5, None)


def test_few_changes_touch_few_files(index: Indexer, folder: Path) -> None:
    index(folder)
    for name in ("0.png", "2.png"):
        pictures_of(folder / name, 100 + int(name[0]))
    (folder / "4.png").touch()
    (folder / "6.png").unlink()
    pictures_of(folder / "new.png", 200)
    report = index(folder)
    assert changes(report) == {"added": 1, "changed": 3, "gone": 1}
    assert (report.seen, report.unchanged) == (8, 4)
    assert work(report) == {"P": 4, "MC": 3, "VV": 3, "MV": 3}


def test_a_deleted_file_that_comes_back_needs_no_work(index: Indexer, folder: Path, tmp_path: Path) -> None:
    index(folder)
    file_id = index.row(folder / "0.png").id
    (folder / "0.png").rename(tmp_path / "aside.png")
    assert changes(index(folder)) == {"gone": 1}
    assert index.row(folder / "0.png").missing_since is not None
    (tmp_path / "aside.png").rename(folder / "0.png")
    report = index(folder)
    assert changes(report) == {"added": 1}
    assert work(report) == {}
    row = index.row(folder / "0.png")
    assert (row.id, row.missing_since) == (file_id, None)


def test_a_copy_is_a_file_of_its_own_but_seen_once(index: Indexer, folder: Path) -> None:
    index(folder)
    seen = index.models.count("VV")
    shutil.copy(folder / "0.png", folder / "copy.png")
    report = index(folder)
    assert work(report) == {"P": 1, "MC": 1, "VV": 1, "MV": 1}
    assert index.models.count("VV") == seen
    assert index.row(folder / "copy.png").id != index.row(folder / "0.png").id


def test_a_broken_file_is_reported_and_not_tried_again(index: Indexer, folder: Path) -> None:
    (folder / "bad.png").write_bytes(b"\x89PNG\r\n\x1a\n and then nothing of the kind")
    (folder / "empty.jpg").touch()
    hostile.huge_header_png(folder / "huge.png")
    first = index(folder)
    bad = {entry["path"]: entry for entry in first.failed}
    assert set(bad) == {f"{folder}/bad.png", f"{folder}/empty.jpg", f"{folder}/huge.png"}
    assert bad[f"{folder}/huge.png"]["code"] == "too_large"
    assert all(entry["phase"] == "P" and entry["reason"] for entry in bad.values())
    assert first.phases["P"] == {"done": 8, "failed": 3}
    second = index(folder)
    assert second.nothing_to_do
    assert second.failed == first.failed
    shutil.copy(folder / "2.png", folder / "bad.png")
    third = index(folder)
    assert third.phases["P"] == {"done": 1, "failed": 0}
    assert len(third.failed) == 2
    forced = index(folder, force=True, phases=["P"])
    assert forced.phases == {"P": {"done": 9, "failed": 2}}


def after_the_walk(act: Callable[[], object]) -> Callable[[Progress], None]:
    """Return a progress callback that does something between the walk and the reading."""

    def callback(progress: Progress) -> None:
        if progress.phase == SCAN and progress.final:
            act()

    return callback


def test_a_file_that_vanishes_before_it_is_read(index: Indexer, folder: Path, tmp_path: Path) -> None:
    victim, aside = folder / "0.png", tmp_path / "aside.png"
    report = index(folder, progress=after_the_walk(lambda: victim.rename(aside)))
    assert [(entry["path"], entry["code"]) for entry in report.failed] == [(str(victim), "not_found")]
    assert index.row(victim).missing_since is not None
    aside.rename(victim)
    again = index(folder)
    assert again.failed == []
    assert again.phases["P"] == {"done": 1, "failed": 0}
    assert index.row(victim).missing_since is None
    assert index(folder).nothing_to_do


def test_a_file_that_vanishes_and_stays_away(index: Indexer, folder: Path) -> None:
    index(folder, progress=after_the_walk((folder / "0.png").unlink))
    assert changes(index(folder)) == {"gone": 1}
    last = index(folder)
    assert last.nothing_to_do
    assert last.failed == []


def test_a_file_that_is_replaced_before_it_is_read(index: Indexer, folder: Path) -> None:
    victim = folder / "0.png"
    report = index(folder, progress=after_the_walk(lambda: pictures_of(victim, 77)))
    assert report.failed == []
    row = index.row(victim)
    assert (row.size, row.mtime_ns) == (victim.stat().st_size, victim.stat().st_mtime_ns)
    assert row.digest == _core.digest(victim)
    second = index(folder)
    assert work(second) in ({}, {"P": 1})  # the walk saw older marks than the read
    assert index(folder).nothing_to_do


def test_names_of_every_kind(index: Indexer, tmp_path: Path) -> None:
    odd = tmp_path / "odd"
    odd.mkdir()
    source = pictures_of(tmp_path / "source.png", 1)
    made = names.place(odd, source)
    report = index(odd)
    assert (report.added, report.failed) == (len(made), [])
    json.dumps(report.as_dict(), ensure_ascii=False).encode()
    for raw in made.values():
        assert index.row(raw).raw == raw
    assert len(index.hits("한글")) == 2
    assert len(index.hits("분해된")) == 1
    os.rename(made["nfd"], os.path.join(os.fsencode(odd), "바뀐.png".encode()))  # noqa: PTH104, PTH118
    assert changes(index(odd)) == {"moved": 1}
    assert len(index.hits("바뀐")) == 1


def test_excluded_files_are_not_seen(index: Indexer, folder: Path) -> None:
    report = index(folder, exclude=["sub"])
    assert report.seen == 4
    assert index(folder).added == 4


def test_roots_are_independent(index: Indexer, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    pictures_of(other / "x.png", 50)
    assert work(index(other, phases=["P"])) == {"P": 1}
    report = index(folder)
    assert (report.seen, work(report)["MC"]) == (8, 8)
    assert index(folder, other, folder / "sub").seen == 9
    assert stats.collect(index.database, table.version_keys(index.models, index.settings))["phases"]["MV"]["done"] == 9  # type: ignore[arg-type]


def test_a_mistyped_folder_is_an_error_and_loses_nothing(index: Indexer, folder: Path) -> None:
    index(folder)
    with pytest.raises(NotFoundError):
        index(folder, folder / "none")
    folder.rename(folder.with_name("away"))
    with pytest.raises(NotFoundError):
        index(folder)
    assert index.row(folder / "0.png").missing_since is None


def test_forcing_does_the_chosen_phases_again(index: Indexer, folder: Path) -> None:
    index(folder)
    before = captions.rows(index.database.read(), range(1, 9))
    assert work(index(folder, force=True, phases=["VV"])) == {"VV": 8}
    assert work(index(folder / "sub", force=True)) == {"P": 4, "MC": 4, "VV": 4, "MV": 4}
    assert captions.rows(index.database.read(), range(1, 9)) == before


def test_phases_can_come_one_after_another(index: Indexer, folder: Path) -> None:
    assert work(index(folder, phases=["P"])) == {"P": 8}
    assert work(index(folder, phases=["MV"])) == {}
    assert work(index(folder, phases=["VV", "MC"])) == {"MC": 8, "VV": 8}
    assert work(index(folder)) == {"MV": 8}


def test_the_order_of_the_specification(tmp_path: Path, folder: Path) -> None:
    settings = Settings(pipeline=PipelineSettings(order="sequential"))
    with Database.open(tmp_path / "l.sqlite") as database:
        assert work(Indexer(database, PhaseModels(), settings)(folder)) == {"P": 8, "MC": 8, "VV": 8, "MV": 8}


@pytest.mark.parametrize("when", [SCAN, "P", "MC", "VV", "MV"])
def test_a_cancelled_run_goes_on_where_it_ended(index: Indexer, folder: Path, when: str) -> None:
    cancel = _core.CancelToken()

    def callback(progress: Progress) -> None:
        if progress.phase == when:
            cancel.cancel()

    report = index(folder, cancel=cancel, progress=callback)
    assert report.cancelled
    rest = index(folder)
    assert not rest.cancelled
    assert rest.failed == []
    numbers = stats.collect(index.database, table.version_keys(index.models, index.settings))  # type: ignore[arg-type]
    assert all(counts == {"done": 8, "failed": 0, "pending": 0} for counts in numbers["phases"].values())


def test_progress_tells_each_phase_to_its_end(index: Indexer, folder: Path) -> None:
    events: list[Progress] = []
    index(folder, progress=events.append)
    last = {event.phase: event for event in events if event.final}
    assert {name: (event.done, event.failed, event.total) for name, event in last.items()} == {
        SCAN: (8, 0, 8),
        "P": (8, 0, 8),
        "MC": (8, 0, 8),
        "VV": (8, 0, 8),
        "MV": (8, 0, 8),
    }


def test_runs_are_recorded(index: Indexer, folder: Path) -> None:
    report = index(folder)
    last = stats.collect(index.database, [])["last_run"]
    assert last["report"] == report.as_dict()


@pytest.mark.parametrize("workers", [1, 4])
def test_the_number_of_workers_changes_nothing(index: Indexer, folder: Path, workers: int) -> None:
    assert work(index(folder, workers=workers))["P"] == 8


def test_lost_thumbnails_are_made_again(index: Indexer, folder: Path) -> None:
    index(folder)
    calls = list(index.models.calls)
    shutil.rmtree(index.database.thumbnails)
    assert not health.check(index.database)["ok"]
    health.repair(index.database, Known(table.reading(index.settings)))
    assert work(index(folder)) == {"P": 8}
    assert index.models.calls == calls
    assert health.check(index.database)["ok"]


def test_a_distrusted_manifest_loses_nothing(index: Indexer, folder: Path) -> None:
    index(folder)
    index.database.write(lambda tx: tx.run("DELETE FROM directories"))
    (folder / "0.png").unlink()
    assert not health.check(index.database)["ok"]
    health.repair(index.database, Known(table.reading(index.settings)))
    report = index(folder)
    assert work(report) == {}
    assert index.row(folder / "0.png").missing_since is not None
    assert index.row(folder / "2.png").missing_since is None
    assert health.check(index.database)["ok"]


def test_animated_and_gray_pictures_count_too(index: Indexer, tmp_path: Path) -> None:
    made = tmp_path / "kinds"
    made.mkdir()
    photo.gif(made / "a.gif", frames=3)
    photo.cmyk_jpeg(made / "b.jpg")
    photo.bmp(made / "c.bmp")
    photo.tiff(made / "d.tif")
    png.animated(made / "e.png")
    report = index(made)
    assert (report.failed, work(report)["MV"]) == ([], 5)
