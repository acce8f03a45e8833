"""The filters against their plain twin: every picture of a random library looked at one by one, in Python."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures.small_library import SmallLibrary, caption_record
from imageparser.library import Database, captions, collections, colors, comments, facets, fulltext, marks, tags
from imageparser.search import language
from imageparser.search.candidates import candidates
from imageparser.text import fold_tag

if TYPE_CHECKING:
    from collections.abc import Callable

TAGS = ["cat", "Blue_Sky", "blue sky", "고양이", "개", "a,b"]
TYPES = ["character", "background", "photo"]
FOLDERS = ["/art", "/art/여행", "/art/여행기", "/other/여행/서울"]
PALETTE = ["#ff0000", "#d02828", "#00ff00", "#101010", "#f0f0f0", "#7f7f80"]
COLLECTIONS = ["Best", "작업"]
BEGIN = datetime(2025, 12, 30, 12, tzinfo=UTC)


@dataclass
class Picture:
    """What a picture of the random library is; `id` is given when it is stored."""

    folder: str
    format: str
    width: int
    height: int
    rating: int | None
    stars: int | None
    label: str | None
    days: int
    layers: int
    camera: str | None
    tags: list[str]
    types: list[str]
    palette: list[tuple[str, float]]
    note: str
    said: str
    collections: list[str]
    made: tuple[str, str | None] | None
    fonts: list[str]
    missing: bool
    id: int = field(default=0)

    @property
    def when(self) -> datetime:
        return BEGIN + timedelta(days=self.days)


pictures = st.builds(
    Picture,
    folder=st.sampled_from(FOLDERS),
    format=st.sampled_from(["png", "jpeg", "psd"]),
    width=st.integers(1, 4000),
    height=st.sampled_from([100, 1000, 2000, 4000]),
    rating=st.none() | st.integers(0, 5),
    stars=st.none() | st.integers(0, 5),
    label=st.none() | st.sampled_from(marks.LABELS[:3]),
    days=st.integers(0, 200),
    layers=st.integers(0, 4),
    camera=st.none() | st.sampled_from(["EOS R5", "iPhone 15", "100%_cam"]),
    tags=st.lists(st.sampled_from(TAGS), max_size=3, unique=True),
    types=st.lists(st.sampled_from(TYPES), max_size=2),
    palette=st.lists(
        st.tuples(st.sampled_from(PALETTE), st.sampled_from([0.02, 0.5])), max_size=3, unique_by=lambda one: one[0]
    ),
    note=st.sampled_from(["", "later 나중에", "50%"]),
    said=st.sampled_from(["", "@민수에게 물어보자", "too dark, @kim.j", "하늘이 어둡다"]),
    collections=st.lists(st.sampled_from(COLLECTIONS), max_size=2, unique=True),
    made=st.none()
    | st.tuples(st.sampled_from(["NovelAI", "ComfyUI"]), st.none() | st.sampled_from(["V4", "V4.5", "모델"])),
    fonts=st.lists(st.sampled_from(["Helvetica", "helvetica", "나눔고딕"]), max_size=2, unique=True),
    missing=st.integers(0, 5).map(lambda number: number == 0),
)


def within(low: Any, high: Any) -> Callable[[Any], bool]:
    return lambda value: value is not None and (low is None or value >= low) and (high is None or value <= high)


def ranged(name: str, numbers: st.SearchStrategy[int], read: Callable[[Picture], Any]) -> st.SearchStrategy[Any]:
    """Return conditions on a number as text with the twin's answer."""

    def make(shape: str, one: int, two: int) -> tuple[str, Callable[[Picture], bool]]:
        low, high = sorted((one, two))
        text, test = {
            "=": (f"{low}", within(low, low)),
            ">=": (f">={low}", within(low, None)),
            ">": (f">{low}", within(low + 1, None)),
            "<=": (f"<={low}", within(None, low)),
            "<": (f"<{low}", within(None, low - 1)),
            "..": (f"{low}..{high}", within(low, high)),
            "a..": (f"{low}..", within(low, None)),
            "..b": (f"..{low}", within(None, low)),
        }[shape]
        return f"{name}:{text}", lambda picture: test(read(picture))

    shapes = st.sampled_from(["=", ">=", ">", "<=", "<", "..", "a..", "..b"])
    return st.builds(make, shapes, numbers, numbers)


def chosen(name: str, options: list[str], test: Callable[[Picture, str], bool]) -> st.SearchStrategy[Any]:
    """Return conditions that name one or more options with the twin's answer: any of them holds."""

    def make(some: list[str]) -> tuple[str, Callable[[Picture], bool]]:
        return f'{name}:"{",".join(some)}"', lambda picture: any(test(picture, one) for one in some)

    return st.lists(st.sampled_from(options), min_size=1, max_size=2, unique=True).map(make)


def has(picture: Picture, what: str) -> bool:
    return {
        "layers": picture.layers > 0,
        "tag": bool(picture.tags),
        "note": bool(picture.note),
        "caption": True,
        "collection": bool(picture.collections),
        "rating": stars(picture) is not None,
        "label": picture.label is not None,
        "camera": picture.camera is not None,
        "gps": False,
        "comment": bool(picture.said),
    }[what]


def stars(picture: Picture) -> int | None:
    return picture.rating if picture.stars is None else picture.stars


def shape(picture: Picture) -> str:
    if picture.width == picture.height:
        return "square"
    return "landscape" if picture.width > picture.height else "portrait"


def shows(picture: Picture, name: str) -> bool:
    return any(colors.alike(colors.rgb(color), colors.rgb(name)) for color, share in picture.palette if share >= 0.05)


def in_month(picture: Picture, month: str) -> bool:
    return f"{picture.when.astimezone():%Y-%m}" == month


def in_folder(picture: Picture, name: str) -> bool:
    if name.startswith("/"):
        return f"{picture.folder}/".startswith(f"{name}/")
    return f"/{name}/" in f"{picture.folder}/"


conditions = st.one_of(
    ranged("rating", st.integers(0, 5), stars),
    ranged("width", st.integers(0, 4000), lambda picture: picture.width),
    ranged("레이어수", st.integers(0, 4), lambda picture: picture.layers),
    ranged("mp", st.integers(0, 16), lambda picture: picture.width * picture.height // 10**6),
    ranged("height", st.sampled_from([100, 999, 1000, 4000]), lambda picture: picture.height),
    st.sampled_from([(100, 100), (1000, 1000), (2000, 100), (1, 4000)]).map(
        lambda s: (f"size:>={s[0]}x{s[1]}", lambda p: p.width >= s[0] and p.height >= s[1])
    ),
    st.sampled_from([(100, 100), (3999, 2000)]).map(
        lambda s: (f"해상도:..{s[0]}x{s[1]}", lambda p: p.width <= s[0] and p.height <= s[1])
    ),
    chosen("format", ["png", "jpeg", "psd"], lambda picture, one: picture.format == one),
    chosen("shape", ["landscape", "portrait", "square"], lambda picture, one: shape(picture) == one),
    chosen("label", list(marks.LABELS[:3]), lambda picture, one: picture.label == one),
    chosen("태그", TAGS[:5], lambda picture, one: fold_tag(one) in map(fold_tag, picture.tags)),
    chosen("type", TYPES, lambda picture, one: (picture.types or ["other"])[-1] == one),
    chosen(
        "has", ["layers", "tag", "note", "caption", "collection", "rating", "label", "camera", "gps", "comment"], has
    ),
    st.sampled_from(["2025-12", "2026-01", "2026-02"]).map(lambda m: (f"date:{m}", lambda p: in_month(p, m))),
    st.sampled_from(["2025-12", "2026-03"]).map(lambda m: (f"modified:{m}", lambda p: in_month(p, m))),
    st.sampled_from(["2026-01", "2026-05"]).map(
        lambda m: (f"수정일:>={m}", lambda p: f"{p.when.astimezone():%Y-%m}" >= m)
    ),
    st.sampled_from(["어둡", "DARK", "물어"]).map(lambda c: (f"comment:{c}", lambda p: c.lower() in p.said.lower())),
    st.sampled_from(["지영", "민수"]).map(lambda a: (f"author:{a}", lambda p: bool(p.said) and a == "지영")),
    chosen("mention", ["민수", "kim.j", "지영"], lambda picture, one: f"@{one}" in picture.said),
    st.sampled_from(["/art", "/art/여행", "여행", "여행/서울", "art", "행"]).map(
        lambda f: (f"folder:{f}", lambda p: in_folder(p, f))
    ),
    st.sampled_from(PALETTE).map(lambda c: (f"color:{c}", lambda p: shows(p, c))),
    st.sampled_from(["eos", "15", "0%_", "R5"]).map(
        lambda c: (f"camera:{c}", lambda p: p.camera is not None and c.lower() in p.camera.lower())
    ),
    st.sampled_from(["v4", "모델", "4.5"]).map(
        lambda m: (f"model:{m}", lambda p: p.made is not None and m.lower() in (p.made[1] or "").lower())
    ),
    st.sampled_from(["HELV", "고딕"]).map(
        lambda f: (f"글꼴:{f}", lambda p: any(f.lower() in font.lower() for font in p.fonts))
    ),
    st.sampled_from(["나중", "50%", "LATER"]).map(lambda n: (f"note:{n}", lambda p: n.lower() in p.note.lower())),
    st.sampled_from(COLLECTIONS).map(lambda n: (f"in:{n}", lambda p: n in p.collections)),
)
questions = st.lists(st.tuples(conditions, st.booleans()), min_size=1, max_size=4)


def store(library: SmallLibrary, place: int, picture: Picture) -> None:
    mtime_ns = round(picture.when.timestamp()) * 10**9
    values: dict[str, Any] = {"format": picture.format, "width": picture.width, "height": picture.height}
    values |= {"rating": picture.rating, "model": picture.camera, "mtime_ns": mtime_ns, "palette": picture.palette}
    picture.id = library.add(f"{picture.folder}/{place}.{picture.format}", "a cat", **values)

    def finish(tx: Any) -> None:
        tx.run("UPDATE files SET layer_count = ? WHERE id = ?", (picture.layers, picture.id))
        tags.replace(tx, picture.id, tags.USER, picture.tags)
        for number, image_type in enumerate(picture.types, start=2):
            captions.put(tx, picture.id, f"MC-{number}", {**caption_record("a cat"), "image_type": image_type}, number)
        marks.set_rating(tx, [picture.id], picture.stars)
        marks.set_label(tx, [picture.id], picture.label)
        marks.set_note(tx, picture.id, picture.note, 1)
        if picture.said:
            comments.add(tx, picture.id, "지영", picture.said, 1)
        for name in picture.collections:
            collections.add(tx, collections.named(tx, [fold_tag(name)])[0].id, [picture.id], 1)
        if picture.made:
            tx.run("UPDATE prompts SET name = ?, model = ? WHERE file_id = ?", (*picture.made, picture.id))
        for font in picture.fonts:
            tx.run("INSERT INTO fonts VALUES (?, ?)", (picture.id, font))
        fulltext.refresh(tx, [picture.id])

    library.database.write(finish)
    if picture.missing:
        library.lose(picture.id)


@given(st.lists(pictures, max_size=12), st.lists(questions, min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
def test_filters_equal_their_twin(every: list[Picture], asked: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder, Database.open(Path(folder) / "l.sqlite") as database:
        library = SmallLibrary(database)
        for name in COLLECTIONS:
            database.write(lambda tx, name=name: collections.create(tx, name, 1))
        for place, picture in enumerate(every):
            store(library, place, picture)
        for question in asked:
            typed = " ".join(("-" if negated else "") + text for (text, _), negated in question)
            query = language.parse(typed)
            assert query.notes == ()
            found = candidates(database.read(), query.clauses, query)
            wanted = [
                picture.id
                for picture in every
                if not picture.missing and all(test(picture) != negated for (_, test), negated in question)
            ]
            told = [picture.id for picture in every] if found is None else found.tolist()
            assert told == sorted(wanted), typed
            assert in_memory(database, query) == told or found is None, typed
            if every:  # what is kept in memory follows each change
                chosen_one, *_ = every
                chosen_one.stars = 5 if chosen_one.stars != 5 else None
                change = partial(marks.set_rating, file_ids=[chosen_one.id], rating=chosen_one.stars)
                database.write(change)
        assert_counts_are_alike(database, [picture.id for picture in every[::2]])


def assert_counts_are_alike(database: Database, some: list[int]) -> None:
    """Hold the counts over the columns in memory against those of SQLite; tags may be told in another spelling."""
    reader = database.read()
    for ids in (None, some, []):
        plain = facets.of_files(reader, ids)
        with reader.snapshot():
            quick = facets.of_files(reader, ids)
        tags_of = [sorted((fold_tag(tag), files) for tag, files in found.pop("tag")) for found in (quick, plain)]
        assert tags_of[0] == tags_of[1]
        assert quick == plain


def in_memory(database: Database, query: language.Query) -> list[int] | None:
    """Return what the columns in memory say, asked twice: made, and kept."""
    reader = database.read()
    with reader.snapshot():
        assert reader.kept.active
        first, second = (candidates(reader, query.clauses, query) for _ in range(2))
    assert (first is None) == (second is None)
    if first is None or second is None:
        return None
    assert first.tolist() == second.tolist()
    return first.tolist()


@given(st.tuples(*[st.integers(0, 255)] * 3), st.tuples(*[st.integers(0, 255)] * 3))
@settings(max_examples=300)
def test_colours_within_reach_stand_in_the_cells_that_are_looked_into(one: colors.Rgb, two: colors.Rgb) -> None:
    assert colors.distance(one, two) == colors.distance(two, one)
    if colors.alike(one, two):
        assert colors.cell(two) in colors._cells_near(one)


def test_the_twin_knows_near_colours() -> None:
    picture = SimpleNamespace(palette=[("#ff0000", 0.5), ("#00ff00", 0.02)])
    assert shows(picture, "#f01010")  # type: ignore[arg-type]
    assert not shows(picture, "#0000ff")  # type: ignore[arg-type]
    assert not shows(picture, "#00ff00")  # type: ignore[arg-type]
