"""What a library of a million pictures says: texts as uneven as real ones, in English and Korean.

Scenes are the captions of the stamps (`bench.stamps`), English and Korean beside each other. Words that are added to
them follow Zipf's law: the stamps' own words by their frequency, behind them made ones (compounds and endings), so that
the commonest stands in three of ten pictures and most in hardly any.
"""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

ENGLISH, KOREAN = 60_000, 40_000  # words in all
ADDED = 7  # words beside the scene's own, of each language
FORMATS = ("jpeg", "png", "webp", "psd", "gif", "tiff")
SHARES = (0.62, 0.25, 0.08, 0.03, 0.01, 0.01)
TYPES = ("photo", "illustration", "character", "background", "icon", "document", "texture", "other")
CAMERAS = (("Canon", "EOS R5"), ("SONY", "ILCE-7M4"), ("NIKON", "Z 6"), ("Apple", "iPhone 14"), ("samsung", "SM-S918N"))
PARTICLES = ("이", "의", "에서", "으로", "을", "은")
SUFFIXES = ("scape", "ling", "work", "side", "maker", "wise", "craft", "like")
TREES = ("사진", "작업", "Pictures", "art", "download", "스크린샷")
LABELS = ("red", "orange", "yellow", "green", "blue", "purple", "gray")
LAYERS = ("배경", "선화", "채색", "그림자", "highlight", "sketch", "line art", "글자", "효과", "color")
START, SPAN = 1_262_304_000_000, 500_000_000_000  # 2010 on, milliseconds


@dataclass(frozen=True)
class Picture:
    """One row of the library, in plain values."""

    id: int
    scene: int
    format: int
    english: list[str]
    korean: list[str]


class Texts:
    """The words and scenes that all rows are made of."""

    def __init__(self, scenes: Sequence[tuple[str, str]]) -> None:
        self.scenes = list(scenes)
        self.english = _grown(Counter(_words(one for one, _ in scenes)), ENGLISH, SUFFIXES)
        self.korean = _grown(Counter(_words(two for _, two in scenes)), KOREAN, PARTICLES)

    def pictures(self, count: int, batch: int) -> Iterator[list[Picture]]:
        """Yield rows in batches; the same ones each time."""
        for first in range(0, count, batch):
            size = min(batch, count - first)
            dice = np.random.default_rng((7, first))
            scenes = _zipf(dice, len(self.scenes), size, 0.7).tolist()
            formats = dice.choice(len(FORMATS), size, p=SHARES).tolist()
            english = _zipf(dice, len(self.english), size * ADDED).reshape(size, ADDED).tolist()
            korean = _zipf(dice, len(self.korean), size * ADDED).reshape(size, ADDED).tolist()
            yield [
                Picture(
                    first + place + 1,
                    scenes[place],
                    formats[place],
                    [self.english[word] for word in english[place]],
                    [self.korean[word] for word in korean[place]],
                )
                for place in range(size)
            ]


def file_rows(pictures: Sequence[Picture], root: str) -> list[tuple[Any, ...]]:
    """Return the columns of the table of files, in the order of COLUMNS."""
    dice = np.random.default_rng((11, pictures[0].id))
    size = len(pictures)
    wide, high = dice.choice([640, 1024, 1920, 2400, 4000, 6000], (2, size)).tolist()
    shot = (START + dice.integers(0, SPAN, size)).tolist()
    bytes_ = dice.integers(20_000, 9_000_000, size).tolist()
    stars, label, gone, camera = dice.random((4, size)).tolist()
    digests = dice.bytes(32 * size)
    rows = []
    for place, one in enumerate(pictures):
        name = f"{one.korean[0]}_{one.english[0]} {one.id}" if one.id % 3 else f"IMG_{one.id:07}"
        folder = f"{root}/{TREES[one.scene % len(TREES)]}/{2010 + shot[place] % 16}/{one.id // 500:04}"
        key = f"{folder}/{name}.{FORMATS[one.format]}"
        photo = one.format == 0 and camera[place] < 0.7
        maker, model = CAMERAS[one.id % len(CAMERAS)] if photo else (None, None)
        layered = one.format == 3
        rows.append((
            one.id, key, key.encode(), folder, bytes_[place], shot[place] * 1_000_000, one.id, START,
            START if gone[place] < 0.005 else None,
            int(stars[place] * 50) if stars[place] < 0.12 else None,
            LABELS[one.id % len(LABELS)] if label[place] < 0.05 else None,
            digests[place * 32 : place * 32 + 32], FORMATS[one.format], wide[place], high[place], 8, 3, "RGB",
            1, 8 if layered else 0, int(layered and one.id % 2), int(layered and one.id % 3 == 0), 0, int(layered),
            shot[place] - 3_600_000 if photo else None, maker, model, int(stars[place] * 1e18), "[]", "{}", "{}", "[]",
        ))  # fmt: skip
    return rows


COLUMNS = (
    "id, key, raw, folder, size, mtime_ns, file_id, added_at, missing_since, user_rating, user_label, digest, format, "
    "width, height, depth, channels, color_mode, orientation, layer_count, has_text, has_smart_object, has_adjustment, "
    "pictured_layers, taken_at, camera_make, camera_model, phash, palette, exif, text, warnings"
)


def caption(one: Picture, texts: Texts) -> dict[str, Any]:
    """Return what a captioner says of a picture."""
    english, korean = texts.scenes[one.scene]
    return {
        "caption": f"{english} {' '.join(one.english[1:4])}",
        "tags": one.english[3:6],
        "tags_ko": one.korean[3:6],
        "labels": [(one.english[3], 0.5)],
        "image_type": TYPES[one.scene % len(TYPES)],
        "source": "made",
        "quality": "labels",
        "caption_ko": f"{korean} {' '.join(one.korean[1:4])}",
    }


def facets(one: Picture) -> list[tuple[str, str]]:
    """Return what a picture is filtered by besides."""
    night = "night" if one.scene % 4 == 0 else "day"
    return [("type", TYPES[one.scene % len(TYPES)]), ("time_of_day", night)]


def queries(texts: Texts, count: int, seed: int = 3) -> list[tuple[str, list[str]]]:
    """Return different questions with two filters each: scenes and words of all frequencies, half of them Korean."""
    dice = np.random.default_rng(seed)
    filters = itertools.cycle([
        ["rating>=1", "format=jpeg,png"], ["date=2012..2021", "shape=landscape"], ["format=png,webp", "width>=1024"],
        ["type=photo,character", "date>=2015"], ["label=red,blue,green", "mp>=2"],
        ["seen=time_of_day:night", "format=jpeg"],
    ])  # fmt: skip
    asked = []
    for number in range(count):
        language = number % 2
        words = (texts.english, texts.korean)[language]
        scene = texts.scenes[int(_zipf(dice, len(texts.scenes), 1, 0.7)[0])][language]
        added = [words[int(place)] for place in np.exp(dice.uniform(0, np.log(len(words)), 2))]
        told = " ".join([*scene.split()[: 1 + number // 2 % 3], added[0]] if number % 4 < 2 else added)
        asked.append((told.replace(":", " "), next(filters)))
    return asked


def _words(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield from (word for word in "".join(c if c.isalnum() else " " for c in line).split() if len(word) > 1)


def _grown(own: Counter[str], count: int, endings: Sequence[str]) -> list[str]:
    """Return words by frequency: those that occur, then compounds of them."""
    words = [word for word, _ in own.most_common()]
    made = (a + b + end for end, (a, b) in itertools.product(endings, zip(words, reversed(words), strict=True)))
    pairs = (a + b for a, b in itertools.product(words, words))
    every = dict.fromkeys(itertools.chain(words, made, pairs))
    return list(itertools.islice(every, count))


def _zipf(dice: np.random.Generator, most: int, count: int, power: float = 1.0) -> NDArray[np.int64]:
    shares = 1 / np.arange(1, most + 1) ** power
    return np.searchsorted(np.cumsum(shares / shares.sum()), dice.random(count)).clip(0, most - 1)
