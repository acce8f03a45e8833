"""Who may depend on whom among the crates (DESIGN section 3), read from cargo itself."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ALLOWED = {
    "base": set(),
    "scan": {"base"},
    "codec": {"base"},
    "tags": {"base"},
    "raster": {"base"},
    "rank": {"base"},
    "psd": {"base", "raster"},
    "ingest": {"base", "scan", "codec", "psd", "raster", "tags"},
    "py": {"base", "scan", "codec", "psd", "raster", "tags", "rank", "ingest"},
    "fuzz": {"base", "scan", "codec", "psd", "tags", "rank"},
}
BINDING_ONLY = {"pyo3", "numpy"}
NEVER = {"rusqlite", "libsqlite3-sys"}  # a second SQLite in the process would break the locks of the first


def crates() -> dict[str, set[str]]:
    """Return each workspace crate with the names of its normal and build dependencies."""
    command = ["cargo", "metadata", "--format-version", "1", "--no-deps", "--locked", "--offline"]
    metadata = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout)
    return {
        package["name"].removeprefix("imageparser-"): {d["name"] for d in package["dependencies"] if d["kind"] != "dev"}
        for package in metadata["packages"]
    }


def test_every_crate_has_a_rule() -> None:
    assert set(crates()) == set(ALLOWED)


def test_crates_import_only_what_the_design_allows() -> None:
    for name, dependencies in crates().items():
        ours = {d.removeprefix("imageparser-") for d in dependencies if d.startswith("imageparser-")}
        assert ours <= ALLOWED[name], f"{name} may not depend on {ours - ALLOWED[name]}"


def test_only_the_binding_crate_knows_python() -> None:
    knowing = {name for name, dependencies in crates().items() if dependencies & BINDING_ONLY}
    assert knowing == {"py"}


def test_no_second_sqlite() -> None:
    assert not any(dependencies & NEVER for dependencies in crates().values())
