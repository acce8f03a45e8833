"""Install what `tests/export` needs into an environment of its own: ours, the `export` and the test dependencies."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TESTING = ("pytest", "pytest-timeout", "hypothesis", "pillow")


def main() -> None:
    """Install into the environment whose folder is the first argument."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    tools = [line for line in extras["dev"] if line.split(">")[0] in TESTING]
    wanted = [*project["dependencies"], *extras["export"], *tools]
    python = Path(sys.argv[1]) / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    subprocess.run([str(python), "-m", "pip", "install", "--quiet", *wanted], check=True)


if __name__ == "__main__":
    main()
