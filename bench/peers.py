"""Where the peers live: an environment beside the build, never the project's own."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILD = Path(os.environ.get("IMAGEPARSER_BENCH") or ROOT / "build" / "bench")
FOLDER = BUILD / "peers"
PYTHON = FOLDER / "bin" / "python"
NODE = FOLDER / "node_modules"
SOURCES = BUILD / "sources"


def _version(distribution: str) -> str | None:
    """Return a Python peer's version without starting its interpreter, None where it is not installed."""
    stem = distribution.replace("-", "_").lower()
    for path in FOLDER.glob("lib/python*/site-packages/*.dist-info"):
        name, _, version = path.name.removesuffix(".dist-info").rpartition("-")
        if name.lower() == stem:
            return version
    return None


def has(distribution: str) -> bool:
    """Tell whether a Python peer is installed."""
    return _version(distribution) is not None


def versions(*distributions: str) -> str:
    """Return `name version` of the installed ones, for the report."""
    found = [f"{name} {_version(name)}" for name in distributions if has(name)]
    packages = {name: NODE / name / "package.json" for name in distributions}
    found += [
        f"{name} " + json.loads(path.read_text(encoding="utf-8"))["version"]
        for name, path in packages.items()
        if path.is_file()
    ]
    return ", ".join(found)


def node(package: str = "sharp") -> str | None:
    """Return the Node program where a package is installed."""
    return shutil.which("node") if (NODE / package).is_dir() else None


def environment() -> dict[str, str]:
    """Return the environment of a worker: every library at one inner thread."""
    single = {"VIPS_CONCURRENCY": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    return os.environ | single | {"NODE_PATH": str(NODE), "PYTHONUTF8": "1"}
