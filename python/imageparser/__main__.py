"""Run the command line: `python -m imageparser`."""

from __future__ import annotations

from imageparser.cli.main import run

if __name__ == "__main__":
    run()
