"""Layer vectors from end to end: made documents with real pictures as layers, the native core, the built-in models."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image

from fixtures import commandline, pictures, png, psd
from imageparser import Library
from imageparser.library import Database, health, layer_pictures, vectors
from imageparser.library.findings import Known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

WIDTH, HEIGHT, EACH = 960, 400, 3


def opaque(path: Path) -> NDArray[np.uint8]:
    """Return a picture as a layer: at most 300 x 360, with an alpha of one."""
    with Image.open(path) as opened:
        picture = opened.convert("RGB")
        picture.thumbnail((300, 360))
    return np.dstack([np.asarray(picture), np.full((picture.height, picture.width), 255, np.uint8)])


def document(path: Path, shown: list[NDArray[np.uint8]], *, visible: bool = True) -> Path:
    """Write a sheet of paper with pictures side by side in a group; their names say nothing."""
    canvas = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    paper = np.dstack([canvas, np.full((HEIGHT, WIDTH), 255, np.uint8)])
    members = []
    for place, picture in enumerate(shown):
        left = 10 + place * (WIDTH // EACH)
        members.append(psd.Layer(f"Layer {place}", picture, left=left, top=20, visible=visible))
        if visible:
            canvas[20 : 20 + picture.shape[0], left : left + picture.shape[1]] = picture[..., :3]
    return psd.write(path, canvas, [psd.Layer("paper", paper), psd.Group("sheet", members)])


@dataclass
class Sheets:
    """A library of sheets, and the label of each layer by file name and layer name."""

    library: Library
    labels: dict[tuple[str, str], str]
    report: Any

    def label(self, result: Any) -> str | None:
        """Return the label of the layer that a result names."""
        layer = result["layer"]
        return None if layer is None else self.labels.get((Path(result["path"]).name, layer["name"]))


@pytest.fixture(scope="module")
def sheets(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sheets]:
    base = tmp_path_factory.mktemp("sheets")
    (base / "in").mkdir()
    with (corpus / "retrieval" / "CAPTIONS.tsv").open(encoding="utf-8", newline="") as rows:
        every = [(row["label"], corpus / "retrieval" / row["file"]) for row in csv.DictReader(rows, delimiter="\t")]
    # Neighbours in the list are of a kind; on a sheet they shall differ.
    count = len(every) // EACH
    labels = {}
    for number in range(count):
        chosen = every[number::count][:EACH]
        name = f"{number:03}.psd"
        document(base / "in" / name, [opaque(path) for _, path in chosen])
        labels |= {(name, f"Layer {place}"): label for place, (label, _) in enumerate(chosen)}
    with Library.open(base / "library.sqlite") as library:
        told: list[Any] = []
        report = library.index(base / "in", layer_vectors=True, announce=told.append)
        assert [cost.layers for cost in told] == [report["layer_vectors"]["layers"]]  # type: ignore[index]
        yield Sheets(library, labels, report)


@pytest.mark.corpus
def test_every_layer_is_looked_at_once(sheets: Sheets):
    report = sheets.report
    count = len(sheets.labels) // EACH
    assert report["phases"]["LV"] == {"done": count, "failed": 0}
    cost = report["layer_vectors"]
    assert (cost["on"], cost["files"], cost["layers"]) == (True, count, count * (EACH + 1))
    assert cost["seconds"] > 0
    assert cost["megabytes"] == pytest.approx(1024 * 1280 * 4 / 1e6, abs=0.1)
    stats = sheets.library.stats()
    assert stats["layer_pictures"]["layers"] == count * (EACH + 1)
    assert stats["layer_pictures"]["pictures"] <= len(sheets.labels) + 1  # the paper is the same everywhere
    assert stats["layer_vectors"]["layers"] == 0
    assert sheets.library.doctor()["ok"]


@pytest.mark.corpus
def test_words_find_the_layer_that_shows_it(sheets: Sheets):
    words = sorted(set(sheets.labels.values()))
    named = [word in map(sheets.label, sheets.library.find(word, top=5)["results"]) for word in words]
    assert sum(named) / len(named) >= 0.7  # 24 of 29 when this was written


@pytest.mark.corpus
@pytest.mark.parametrize("query", ["cat", "고양이"])
def test_a_cat_is_a_cat_in_both_languages(sheets: Sheets, query: str):
    best = sheets.library.find(query, top=5)["results"]
    assert "cat" in map(sheets.label, best)
    lifted = next(result for result in best if sheets.label(result) == "cat")
    assert lifted["layer"]["score"] == lifted["axes"]["visual"]["score"]  # type: ignore[index]
    assert len(lifted["layer"]["path"]) == 1  # type: ignore[index]


def motif(number: int) -> NDArray[np.uint8]:
    """Return one of five pictures that nobody takes for another: stripes, rings, squares, a landscape, rays."""
    y, x = np.mgrid[0:300, 0:280]
    turn = np.arctan2(y - 150, x - 140)
    marks = (x // 20 % 2, np.hypot(x - 140, y - 150) // 18 % 2, (x // 40 + y // 40) % 2, None, np.sin(turn * 9) > 0)
    chosen = marks[number]
    if chosen is None:
        return pictures.scene(280, 300)
    colours = np.array(((255, 255, 255), ((200, 30, 30), (20, 40, 160), (0, 0, 0), (), (20, 120, 40))[number]))
    return colours[np.asarray(chosen, int)].astype(np.uint8)


def layer_of(number: int) -> NDArray[np.uint8]:
    """Return a motif as the pixels of a layer."""
    return np.dstack([motif(number), np.full((300, 280), 255, np.uint8)])


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """Return a folder with two documents that share a layer, one whose layers are hidden, and a flat picture."""
    folder = tmp_path / "in"
    folder.mkdir()
    document(folder / "one.psd", [layer_of(0), layer_of(1), layer_of(2)])
    document(folder / "two.psd", [layer_of(2), layer_of(3)])
    document(folder / "hidden.psd", [layer_of(4)], visible=False)
    png.write(folder / "flat.png", pictures.scene(64, 48, seed=9), color=png.RGB)
    png.write(tmp_path / "wanted.png", motif(3), color=png.RGB)
    return folder


def index(folder: Path, *more: str) -> commandline.Outcome:
    library = folder.parent / "l.sqlite"
    return commandline.run(
        "index", folder, "--json", "--no-progress", "--library", library, *more, home=folder.parent, limit=200
    )


def vector_counts(library: Path) -> tuple[int, int]:
    """Return how many layers have a picture and how many pictures there are."""
    with Database.open(library, read_only=True) as database:
        return layer_pictures.counts(database.read())


def test_off_until_asked_for_then_on_for_this_library(made: Path):
    library = made.parent / "l.sqlite"
    first = index(made)
    assert "LV" not in first.value["phases"]
    would = first.value["layer_vectors"]
    assert (would["on"], would["files"], would["layers"]) == (False, 3, 8)
    assert vector_counts(library) == (0, 0)
    stats = commandline.run("stats", "--json", "--library", library, home=made.parent).value
    assert "LV" not in stats["phases"]
    assert stats["layer_vectors"] == would | {"seconds": stats["layer_vectors"]["seconds"]}

    on = index(made, "--layer-vectors", "--lang", "en")
    assert "Layer vectors are on" in on.stderr
    assert "at most 8 layers of 3 files" in on.stderr
    assert on.value["layer_vectors"]["on"] is True
    assert on.value["phases"]["LV"] == {"done": 4, "failed": 0}
    layers, shared = vector_counts(library)
    assert (layers, shared) == (8, 5)  # the paper and one picture are shared; what is hidden is not looked at

    again = index(made)
    assert again.value["phases"]["LV"] == {"done": 0, "failed": 0}
    assert again.stderr == ""
    off = index(made, "--no-layer-vectors")
    assert "LV" not in off.value["phases"]
    assert vector_counts(library) == (8, 5)


def test_a_phase_that_is_off_is_refused(made: Path):
    refused = index(made, "--phases", "P,LV")
    assert (refused.code, refused.value["error"]["code"]) == (2, "usage")
    assert "LV is off" in refused.value["error"]["message"]


def test_a_similar_picture_is_found_in_a_layer_until_the_layer_goes(made: Path):
    wanted = made.parent / "wanted.png"
    with Library.open(made.parent / "l.sqlite") as library:
        library.index(made, layer_vectors=True)
        (first, *_) = library.find(image=wanted)["results"]
        assert Path(first["path"]).name == "two.psd"
        assert first["layer"] is not None
        assert first["layer"]["name"] == "Layer 1"
        assert first["layer"]["score"] == pytest.approx(1.0, abs=0.02)
        document(made / "two.psd", [layer_of(0)])
        report = library.index(made)
        assert report["changed"] == 1
        assert report["phases"]["LV"] == {"done": 1, "failed": 0}
        scores = [result["layer"]["score"] for result in library.find(image=wanted)["results"] if result["layer"]]
        assert max(scores) < 0.9
        # The thumbnail of what the document was before waits for `doctor --repair`; of its layers nothing is left.
        assert {finding["code"] for finding in library.doctor()["findings"]} == {"thumbnails_without_file"}


def test_a_damaged_layer_index_is_mended(made: Path):
    place = made.parent / "l.sqlite"
    with Library.open(place) as library:
        library.index(made, layer_vectors=True)
    with Database.open(place) as database:
        (table,) = [one for one in vectors.tables(database.read()) if one.owner == vectors.LAYER_PICTURE]
        database.write(lambda tx: vectors.remove(tx, table.name, [1]))
        assert [finding["code"] for finding in health.check(database)["findings"]] == ["vectors_missing"]
        health.repair(database, Known(["P"]))
    with Library.open(place) as library:
        assert library.index(made)["phases"]["LV"]["done"] >= 1
        assert library.doctor()["ok"]
    assert vector_counts(place) == (8, 5)


def test_the_operation_tells_the_layer_too(made: Path):
    with Library.open(made.parent / "l.sqlite") as library:
        library.index(made, phases=["P"])
        done = library.run("find", {"query": '"Layer 1"'})
        assert {found["layer"]["name"] for found in done["payload"]["results"] if found["layer"]} == {"Layer 1"}
