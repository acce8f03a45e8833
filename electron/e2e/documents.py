"""Write two versions of a layered document for the specs of the app.

Usage: documents.py FOLDER     (needs nothing but numpy and the makers of the tests)
`first.psd` has groups, blend modes and opacities; in `second.psd` a layer was added, one removed, one renamed, one
moved and one changed. `many.psd` has hundreds of layers.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests"))

from fixtures import psd

WIDTH, HEIGHT, MANY = 1600, 1200, 300


def disc(colour: tuple[int, int, int], size: int) -> np.ndarray:
    """Return a soft disc."""
    rows, columns = np.mgrid[:size, :size] - (size - 1) / 2
    alpha = np.clip((size / 2 - np.hypot(rows, columns)) * 32, 0, 255).astype(np.uint8)
    return np.dstack([np.full((size, size, 3), colour, np.uint8), alpha])


def sky() -> np.ndarray:
    """Return a gradient as large as the canvas."""
    fade = np.linspace(0, 1, HEIGHT)[:, None, None]
    colours = (1 - fade) * np.array([40, 70, 160]) + fade * np.array([240, 190, 140])
    return np.dstack([np.repeat(colours, WIDTH, axis=1).astype(np.uint8), np.full((HEIGHT, WIDTH), 255, np.uint8)])


def first() -> list[psd.Layer | psd.Group]:
    """Return the layers of the first version, bottom to top."""
    return [
        psd.Layer("하늘", sky(), number=1),
        psd.Group(
            "산과 해",
            [
                psd.Layer("해", disc((255, 220, 90), 360), 980, 180, blend=b"scrn", opacity=204, number=3),
                psd.Layer("산 그림자", disc((40, 60, 90), 900), -100, 620, blend=b"mul ", number=4),
                psd.Layer("나무", disc((30, 110, 60), 420), 700, 700, number=5),
            ],
            number=2,
        ),
        psd.Layer("구름 1", disc((255, 255, 255), 300), 200, 160, opacity=153, number=6),
        psd.Layer("구름 2", disc((255, 255, 255), 240), 620, 90, opacity=153, number=7),
        psd.Layer("밑그림", disc((200, 0, 80), 200), 1300, 60, visible=False, number=8),
    ]


def second() -> list[psd.Layer | psd.Group]:
    """Return those of the second one."""
    before = first()
    group = before[1]
    assert isinstance(group, psd.Group)
    sun, shadow, _tree = group.members
    members = [
        psd.Layer("해", disc((255, 140, 60), 360), 980, 180, blend=b"scrn", opacity=255, number=3),
        shadow,
        psd.Layer("집", disc((150, 60, 40), 260), 420, 760, number=20),
    ]
    assert isinstance(sun, psd.Layer)
    return [
        before[0],
        psd.Group("산과 해", members, number=2),
        psd.Layer("큰 구름", disc((255, 255, 255), 300), 200, 160, opacity=153, number=6),
        psd.Layer("구름 2", disc((255, 255, 255), 240), 900, 90, opacity=153, number=7),
        before[4],
    ]


def many() -> list[psd.Layer | psd.Group]:
    """Return hundreds of small layers on one."""
    small = disc((90, 160, 220), 40)
    layers = [
        psd.Layer(f"조각 {n + 1}", small, n % 20 * 75 + 20, n // 20 * 70 + 20, number=100 + n) for n in range(MANY)
    ]
    return [psd.Layer("바탕", sky(), number=1), *layers]


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, layers in {"first": first(), "second": second(), "many": many()}.items():
        psd.write(folder / f"{name}.psd", sky()[..., :3], layers)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
