"""Record a real run of the sample library as docs/run.svg, the picture in the README."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

import sample  # noqa: E402  the folder of this script is put on the path above

COLUMNS = 110
SCENES = (
    ("index", "pictures"),
    ("find", "red motorcycle", "--top", "3"),
    ("find", "커피 한 잔", "--top", "3"),
    ("find", "a cat", "--top", "3"),
)


def play(arguments: tuple[str, ...], folder: Path) -> str:
    """Run one command as a person at a terminal would see its result."""
    command = [
        sys.executable,
        "-m",
        "imageparser",
        *arguments,
        "--library",
        str(folder / "library.sqlite"),
        "--lang",
        "en",
    ]
    shown = {"FORCE_COLOR": "1", "COLUMNS": str(COLUMNS), "TERM": "xterm-256color", "PYTHONUTF8": "1"}
    done = subprocess.run(
        command, cwd=folder, env=os.environ | shown, capture_output=True, check=True, encoding="utf-8"
    )
    return done.stdout.rstrip() or done.stderr.rstrip()


def main(target: Path = ROOT / "docs" / "run.svg") -> None:
    """Index the sample afresh, search it three times, and draw what was printed."""
    console = Console(record=True, width=COLUMNS, file=sys.stderr)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "pictures").symlink_to(sample.main(), target_is_directory=True)
        for arguments in SCENES:
            words = " ".join(f'"{word}"' if " " in word else word for word in arguments)
            console.print(f"[bold green]$[/] imageparser {words}", highlight=False)
            console.print(Text.from_ansi(play(arguments, folder).replace(str(folder), "~")))
    target.parent.mkdir(exist_ok=True)
    drawing = console.export_svg(title="ImageParser")
    # The template names a font on a server; the reader's own monospace font does as well.
    target.write_text(re.sub(r"@font-face \{.*?\}\n?", "", drawing, flags=re.S), encoding="utf-8")


if __name__ == "__main__":
    main()
