"""The stub of the native core describes exactly what the module has."""

from __future__ import annotations

import subprocess
import sys


def test_stub_matches_the_module() -> None:
    command = [sys.executable, "-m", "mypy.stubtest", "imageparser._core", "--ignore-disjoint-bases"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
