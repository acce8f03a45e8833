"""Make the bench corpus: big JPEGs, middle-sized PNGs and NovelAI-like PNGs out of real photographs.

Usage: corpus.py SOURCES OUT SHARE      (run by the peers' Python: Pillow is the writer)
SOURCES is any tree of photographs; SHARE scales the number of files (1 = 40). The same sources give the same files.
"""

from __future__ import annotations

import json
import os
import random
import sys
from pathlib import Path

from PIL import Image, ImageEnhance, ImageOps, PngImagePlugin

Image.MAX_IMAGE_PIXELS = None
# folder -> (files at share 1, megapixels from, to)
PLAN = {"jpg": (14, 12, 24), "progressive": (2, 12, 24), "png": (12, 2, 8), "nai": (12, 1, 1)}
NAI_SIZES = ((832, 1216), (1216, 832), (1024, 1024))


def sources(folder: Path) -> list[Path]:
    """Return the photographs of at least 1.5 megapixels, each picture once."""
    found: dict[tuple[str, tuple[int, int]], Path] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or path.suffix.lower() not in {".jpg", ".jpeg", ".png", ".webp"} or not path.is_file():
            continue
        with Image.open(path) as image:
            if image.width * image.height >= 1_500_000:
                found[path.name, image.size] = path
    return sorted(found.values())


def vary(image: Image.Image, dice: random.Random) -> Image.Image:
    """Crop, mirror and tone, so that one photograph gives several files."""
    width, height = (int(side * dice.uniform(0.86, 1)) for side in image.size)
    left, top = dice.randint(0, image.width - width), dice.randint(0, image.height - height)
    part = image.crop((left, top, left + width, top + height))
    part = ImageOps.mirror(part) if dice.random() < 0.5 else part
    return ImageEnhance.Brightness(part).enhance(dice.uniform(0.9, 1.1))


def grain(image: Image.Image, dice: random.Random) -> Image.Image:
    """Add sensor-like noise: enlarged wallpapers would else compress unrealistically well."""
    tile = Image.frombytes("L", (512, 512), dice.randbytes(512 * 512))
    noise = Image.new("L", image.size)
    for top in range(0, image.height, 512):
        for left in range(0, image.width, 512):
            noise.paste(tile, (left, top))
    return Image.blend(image, Image.merge("RGB", (noise, noise, noise)), dice.uniform(0.01, 0.025))


def resized(image: Image.Image, megapixels: float, *, enlarge: bool) -> Image.Image:
    scale = (megapixels * 1e6 / (image.width * image.height)) ** 0.5
    scale = scale if enlarge else min(1, scale)
    return image.resize((int(image.width * scale), int(image.height * scale)), Image.Resampling.LANCZOS)


def novelai(seed: int) -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    prompt = "1girl, masterpiece, best quality, detailed background, cherry blossoms, " * 6
    info.add_text("Title", "NovelAI generated image")
    info.add_text("Description", prompt)
    info.add_text("Software", "NovelAI")
    info.add_text("Comment", json.dumps({"prompt": prompt, "steps": 28, "seed": seed, "uc": "lowres, " * 30}))
    return info


def write(kind: str, number: int, source: Path, target: Path) -> None:
    dice = random.Random(f"{kind}{number}")  # noqa: S311 - repeatable on purpose
    with Image.open(source) as opened:
        image = vary(opened.convert("RGB"), dice)
    low, high = PLAN[kind][1:]
    if kind == "nai":
        image = ImageOps.fit(image, dice.choice(NAI_SIZES), Image.Resampling.LANCZOS)
        image.save(target / f"{number:03}.png", compress_level=6, pnginfo=novelai(number))
    elif kind == "png":
        resized(image, dice.uniform(low, high), enlarge=False).save(target / f"{number:03}.png", compress_level=6)
    else:
        image = grain(resized(image, dice.uniform(low, high), enlarge=True), dice)
        sampling = dice.choice((2, 2, 2, 0))
        options = {"quality": dice.randint(82, 95), "subsampling": sampling, "progressive": kind == "progressive"}
        image.save(target / f"{number:03}.jpg", **options)


def main(folder: Path, out: Path, share: float) -> None:
    pictures = sources(folder)
    if not pictures:
        raise SystemExit(f"no photographs below {folder}: run `make bench-setup`")
    for kind, (count, *_) in PLAN.items():
        target = out / kind
        target.mkdir(parents=True, exist_ok=True)
        for number in range(max(1, round(count * share))):
            write(kind, number, pictures[(number * 7 + len(kind)) % len(pictures)], target)
    (out / "complete").write_text(f"{len(pictures)} sources, share {share}\n", encoding="utf-8")
    os.sync()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3]))
