"""Bad files through the real command line: a clear error with code and path, the rest goes on, nothing hangs."""

from __future__ import annotations

import csv
import os
import shutil
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fixtures import commandline, hostile, names, photo, png, psd
from fixtures.commandline import Outcome, complaints

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MEMORY_MB = 400
REFUSED = {"corrupt", "unsupported", "too_large"}

# file name -> (maker, codes that are right for it)
HOSTILE: dict[str, tuple[Callable[[Path], object], set[str]]] = {
    "empty.png": (Path.touch, {"corrupt", "unsupported"}),
    "no picture.png": (lambda path: path.write_bytes(b"just text\n" * 50), {"corrupt", "unsupported"}),
    "60000 x 60000.png": (hostile.huge_header_png, {"too_large"}),
    "endless chunk.png": (hostile.endless_chunk_png, {"corrupt", "too_large"}),
    "300000.psb": (hostile.huge_header_psd, {"too_large", "corrupt"}),
    "lying layers.psd": (hostile.lying_layers_psd, {"corrupt", "too_large"}),
    "pipe.png": (hostile.fifo, {"unsupported"}),
    "zero.png": (hostile.endless_link, {"unsupported"}),
    "dangling.png": (lambda path: path.symlink_to("nowhere.png"), {"not_found", "unsupported"}),
}


def _good(folder: Path) -> list[Path]:
    (folder / "여행").mkdir(parents=True)
    (folder / "folder.png").mkdir()
    return [
        photo.camera_jpeg(folder / "good.jpg", 6),
        png.of_type(folder / "여행" / "좋은 사진.png", png.RGB, 8),
        psd.document(folder / "good.psd"),
        png.of_type(folder / "folder.png" / "inside.png", png.RGBA, 8),
        hostile.text_bomb_png(folder / "text bomb.png"),
        hostile.idat_bomb_png(folder / "idat bomb.png"),  # inflates to far more than its 8 x 8 pixels need
    ]


class Zoo:
    """A folder of good and hostile files, indexed once, and the report."""

    def __init__(self, base: Path) -> None:
        self.folder = base / "zoo"
        self.good = _good(self.folder)
        for name, (make, _) in HOSTILE.items():
            make(self.folder / name)
        (self.folder / "loop").symlink_to(self.folder, target_is_directory=True)
        self.outcome: Outcome = commandline.index(self.folder, base / "library.sqlite")
        self.report = self.outcome.value


@pytest.fixture(scope="module")
def zoo(tmp_path_factory: pytest.TempPathFactory) -> Zoo:
    return Zoo(tmp_path_factory.mktemp("bad"))


@pytest.mark.parametrize("name", HOSTILE)
def test_index_names_each_bad_file_with_a_code(zoo: Zoo, name: str):
    entry = complaints(zoo.report).get(str(zoo.folder / name))
    assert entry is not None, zoo.report
    assert entry["code"] in HOSTILE[name][1], entry
    assert entry["reason"]


def test_index_goes_on_with_the_rest(zoo: Zoo):
    told = complaints(zoo.report)
    assert not [path for path in zoo.good if str(path) in told]
    assert zoo.report["phases"]["P"]["done"] == len(zoo.good)
    assert zoo.outcome.code == 0


def test_index_of_bad_files_is_bounded(zoo: Zoo):
    assert zoo.outcome.seconds < 30
    assert zoo.outcome.rss_mb < MEMORY_MB


@pytest.mark.parametrize("name", [n for n in HOSTILE if n != "dangling.png"])
def test_inspect_tells_what_is_wrong(zoo: Zoo, name: str):
    outcome = commandline.inspect(zoo.folder / name, home=zoo.folder.parent, limit=20)
    assert outcome.value["ok"] is False
    assert outcome.value["path"] == str(zoo.folder / name)
    assert outcome.value["error"]["code"] in HOSTILE[name][1]
    assert outcome.value["error"]["message"]
    assert outcome.rss_mb < MEMORY_MB


def test_inspect_of_a_folder_and_of_nothing(zoo: Zoo):
    outcome = commandline.inspect(
        zoo.folder / "folder.png", zoo.folder / "absent.png", zoo.good[0], home=zoo.folder.parent
    )
    folder, absent, good = outcome.lines
    assert folder["error"]["code"] == "unsupported"
    assert absent["error"]["code"] == "not_found"
    assert good["ok"] is True


def test_a_bombed_text_chunk_costs_neither_the_picture_nor_memory(zoo: Zoo):
    outcome = commandline.inspect(zoo.folder / "text bomb.png", home=zoo.folder.parent)
    assert outcome.value["ok"] is True
    assert outcome.value["width"] == 24
    assert outcome.value["text"].get("Title") == "after the bomb"
    assert len(outcome.value["text"].get("Comment", "")) < 32 << 20
    assert outcome.rss_mb < MEMORY_MB


def test_cut_files_of_every_kind_end_as_done_or_with_a_code(tmp_path: Path):
    folder = tmp_path / "cut"
    makers: list[Callable[[Path], Path]] = [
        lambda p: photo.jpeg(p / "a.jpg"),
        lambda p: photo.jpeg(p / "b.jpeg", progressive=True),
        lambda p: photo.webp(p / "a.webp"),
        lambda p: photo.gif(p / "a.gif", 2),
        lambda p: photo.bmp(p / "a.bmp"),
        lambda p: photo.tiff(p / "a.tif"),
        lambda p: png.of_type(p / "a.png", png.RGB, 8, interlace=True),
        lambda p: psd.document(p / "a.psd"),
        lambda p: psd.document(p / "b.psb", psd.Form(big=True, layers=psd.ZIP)),
    ]
    for make in makers:
        part = folder / f"{len(list(tmp_path.glob('cut/*')))}"
        part.mkdir(parents=True)
        list(hostile.cuts(make(part), part))
    outcome = commandline.index(folder, tmp_path / "library.sqlite")
    report = outcome.value
    assert report["seen"] == len(makers) * 9
    assert report["phases"]["P"]["done"] + report["phases"]["P"]["failed"] == report["seen"]
    assert {entry["code"] for entry in report["failed"]} <= REFUSED
    assert report["phases"]["P"]["done"] >= len(makers)
    assert outcome.rss_mb < MEMORY_MB


@pytest.mark.corpus
def test_the_broken_files_of_other_projects(corpus: Path, tmp_path: Path):
    folder = tmp_path / "broken"
    shutil.copytree(corpus / "broken", folder)
    good = photo.jpeg(folder / "good.jpg")
    outcome = commandline.index(folder, tmp_path / "library.sqlite", limit=110)
    report = outcome.value
    told = complaints(report)
    assert outcome.code == 0
    assert str(good) not in told
    assert all(entry["code"] and entry["reason"] for entry in told.values())
    assert {entry["code"] for entry in report["failed"]} <= REFUSED | {"internal"}
    done = report["phases"]["P"]["done"]
    assert done + report["phases"]["P"]["failed"] == report["seen"]
    with (corpus / "broken" / "EXPECTED.tsv").open(encoding="utf-8") as rows:
        listed = sum(1 for _ in csv.DictReader(rows, delimiter="\t"))
    assert report["seen"] + len(report["skipped"]) >= listed * 0.9
    assert outcome.rss_mb < MEMORY_MB


def test_odd_names_are_indexed_found_again_and_inspected(tmp_path: Path):
    source = png.of_type(tmp_path / "source.png", png.RGB, 8)
    folder = tmp_path / "names"
    folder.mkdir()
    made = names.place(folder, source)
    shutil.copy(source, names.deep(folder) / "깊은 곳.png")
    first = commandline.index(folder, tmp_path / "library.sqlite").value
    assert (first["added"], first["failed"], first["skipped"]) == (len(made) + 1, [], [])
    again = commandline.index(folder, tmp_path / "library.sqlite").value
    assert (again["unchanged"], again["added"], again["changed"], again["gone"]) == (len(made) + 1, 0, 0, 0)
    assert again["phases"]["P"]["done"] == 0
    seen = commandline.inspect(*made.values(), home=tmp_path)
    assert [line["ok"] for line in seen.lines] == [True] * len(made)
    assert len({line["path"] for line in seen.lines}) == len(made)


def test_an_nfd_name_is_the_same_file_as_its_nfc_name(tmp_path: Path):
    folder = tmp_path / "photos"
    folder.mkdir()
    raw = os.fsencode(folder) + b"/" + names.ODD["nfd"]
    shutil.copy(os.fsencode(png.of_type(tmp_path / "a.png", png.RGB, 8)), raw)
    assert commandline.index(folder, tmp_path / "library.sqlite").value["added"] == 1
    os.rename(raw, os.fsencode(folder) + b"/" + os.fsencode("분해된 한글.png"))  # noqa: PTH104 - bytes on purpose
    report = commandline.index(folder, tmp_path / "library.sqlite").value
    assert (report["added"], report["gone"], report["phases"]["P"]["done"]) == (0, 0, 0)


@contextmanager
def disturbed(step: Callable[[int], object]) -> Iterator[None]:
    """Call `step` over and over beside the block."""
    stop = threading.Event()

    def work() -> None:
        turn = 0
        while not stop.is_set() and turn < 20_000:
            step(turn)
            turn += 1
            time.sleep(0.001)

    worker = threading.Thread(target=work)
    worker.start()
    try:
        yield
    finally:
        stop.set()
        worker.join()


def _settles(folder: Path, library: Path, expected: int) -> None:
    """After the disturbance one run brings everything to done, and the next has nothing to do."""
    settled = commandline.index(folder, library).value
    assert (settled["failed"], settled["skipped"]) == ([], [])
    quiet = commandline.index(folder, library).value
    assert (quiet["unchanged"], quiet["phases"]["P"]["done"], quiet["failed"]) == (expected, 0, [])


def test_a_file_replaced_while_it_is_read(tmp_path: Path):
    folder = tmp_path / "photos"
    folder.mkdir()
    versions = [photo.jpeg(tmp_path / "a.jpg", 1800, 1200), png.of_type(tmp_path / "b.png", png.RGB, 8)]
    target = folder / "picture.jpg"
    shutil.copy(versions[0], target)
    photo.jpeg(folder / "other.jpg")

    def replace(turn: int) -> None:
        shutil.copy(versions[turn % 2], tmp_path / "next")
        (tmp_path / "next").replace(target)

    with disturbed(replace):
        outcome = commandline.index(folder, tmp_path / "library.sqlite")
    assert outcome.code == 0
    assert all(entry["code"] and entry["path"] == str(target) for entry in complaints(outcome.value).values())
    _settles(folder, tmp_path / "library.sqlite", 2)


def test_a_file_that_grows_while_it_is_read(tmp_path: Path):
    folder = tmp_path / "photos"
    folder.mkdir()
    whole = photo.jpeg(tmp_path / "a.jpg", 1800, 1200, quality=97).read_bytes()
    target = folder / "growing.jpg"
    target.write_bytes(whole[:1000])
    photo.jpeg(folder / "other.jpg")

    def grow(turn: int) -> None:
        target.write_bytes(whole[: 1000 + turn * 4000])

    with disturbed(grow):
        outcome = commandline.index(folder, tmp_path / "library.sqlite")
    assert outcome.code == 0
    assert all(entry["path"] == str(target) for entry in complaints(outcome.value).values())
    target.write_bytes(whole)
    _settles(folder, tmp_path / "library.sqlite", 2)
