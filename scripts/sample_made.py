"""The kinds of pictures that no package carries, made out of the real ones: layered, rotated, CMYK, animated ..."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from fixtures import exif, png, psd

if TYPE_CHECKING:
    from numpy.typing import NDArray

Maker = Callable[[Image.Image, Path], object]


def _pixels(image: Image.Image) -> NDArray[np.uint8]:
    return np.asarray(image.convert("RGB"))


def _rgba(image: Image.Image, opacity: int = 255) -> NDArray[np.uint8]:
    rgb = _pixels(image)
    return np.dstack([rgb, np.full(rgb.shape[:2], opacity, np.uint8)])


def _oval(image: Image.Image) -> NDArray[np.uint8]:
    """Cut a soft oval out of a picture."""
    rgba = _rgba(image)
    height, width = rgba.shape[:2]
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    rgba[..., 3] = np.clip((1.05 - np.hypot(x, y)) * 900, 0, 255)
    return rgba


def poster(image: Image.Image, path: Path) -> None:
    """Write a layered document: a photo, an oval of it in a group, a text layer, a hidden sketch."""
    photo = image.convert("RGB")
    small = photo.crop((120, 40, 440, 360))
    band = np.full((60, photo.width, 4), (120, 40, 20, 200), np.uint8)
    members = [
        psd.Layer("배경 사진", _rgba(photo)),
        psd.Group("꾸미기", [psd.Layer("커피잔 오려낸 것", _oval(small), left=120, top=40, blend=b"scrn")]),
        psd.Layer("제목", band, top=photo.height - 60, text="아침 커피 한 잔 morning espresso"),
        psd.Layer("old sketch", _rgba(small, 128), visible=False),
    ]
    psd.write(path, _pixels(photo), members)


def large_document(image: Image.Image, path: Path) -> None:
    """Write a PSB, the form for large documents, in 16 bit."""
    form = psd.Form(big=True, depth=16, merged=psd.RLE, layers=psd.ZIP)
    members = [psd.Layer("달 표면", psd.scaled(_rgba(image), 16))]
    psd.write(path, psd.scaled(_pixels(image), 16), members, form)


def sideways(image: Image.Image, path: Path) -> None:
    """Write a camera picture taken sideways, with date and place; a viewer turns it upright."""
    upright = image.convert("RGB").crop((0, 0, 330, image.height))
    main: exif.Directory = {exif.MAKE: "Canon", exif.MODEL: "Canon EOS 5D", exif.ORIENTATION: 6, exif.RATING: 4}
    photo: exif.Directory = {exif.DATE_TIME_ORIGINAL: "2011:08:20 15:30:00"}
    block = exif.block(main, photo, exif.position(39.9997, 116.2755))
    upright.rotate(90, expand=True).save(path, "JPEG", quality=93, exif=b"Exif\0\0" + block)


def generated(image: Image.Image, path: Path) -> None:
    """Write a portrait picture with the text chunks of a NovelAI one."""
    box = ((image.width - 290) // 2, 0, (image.width + 290) // 2, image.height)
    portrait = image.convert("RGB").crop(box).resize((832, 1216), Image.Resampling.LANCZOS)
    png.novelai(
        path, _pixels(portrait), prompt="no humans, orange dahlia flower, close-up, dark teal background, bokeh"
    )


def animation(image: Image.Image, path: Path) -> None:
    """Cut the frames of the plate of a running cat into an animation."""
    width, height = image.width // 6, image.height // 4
    frames = [image.convert("L").crop((x * width, 0, (x + 1) * width, height)) for x in range(6)]
    frames[0].save(path, "GIF", save_all=True, append_images=frames[1:], duration=120, loop=0)


def faded(image: Image.Image, path: Path) -> None:
    """Write a WebP with transparency."""
    Image.fromarray(_oval(image)).save(path, "WEBP", quality=88)


def _as(kind: str, mode: str, **options: object) -> Maker:
    return lambda image, path: image.convert(mode).save(path, kind, **options)


MAC_NAME = "정원/" + unicodedata.normalize("NFD", "부추꽃.jpg")  # decomposed, as some systems store it

# real picture, place of the made one, maker
MADE: tuple[tuple[str, str, Maker], ...] = (
    ("IMG_2107.png", "작업/카페 포스터.psd", poster),
    ("우주/DSC01190.png", "작업/달 16bit.psb", large_document),
    ("여행/IMG_1021.jpg", "여행/세로 사진.jpg", sideways),
    ("정원/IMG_1302.jpg", "AI 그림/s-1234567890.png", generated),
    ("동물/plate 718.jpg", "동물/running.gif", animation),
    ("동물/IMG_2041.png", "동물/오려낸 얼굴.webp", faded),
    ("차고/DSC04001.png", "인쇄/print cmyk.jpg", _as("JPEG", "CMYK", quality=92)),
    ("archive/1890-01.jpg", "archive/boats.tif", _as("TIFF", "L", compression="tiff_lzw")),
    ("textures/001.png", "textures/벽돌.bmp", _as("BMP", "L")),
    ("정원/allium.jpg", MAC_NAME, _as("JPEG", "RGB", quality=80, progressive=True)),
)


def make(pictures: Path) -> list[str]:
    """Make what is missing; return a line for each picture whose real one is not there."""
    problems = []
    for source, place, maker in MADE:
        target = pictures / place
        if target.is_file():
            continue
        if not (pictures / source).is_file():
            problems.append(f"{place} needs {source}")
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(target.name + ".part")
        with Image.open(pictures / source) as image:
            maker(image, partial)
        partial.replace(target)
    return problems
