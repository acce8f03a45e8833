"""What `make run` does: real pictures, an index, three searches, and the address of the app."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

import sample  # noqa: E402  the folder of this script is put on the path above

BUILD = ROOT / "build" / "sample"
LIBRARY = BUILD / "library.sqlite"
QUERIES = ("a cat", "red motorcycle", "커피 한 잔")
IDLE_MINUTES = 30


def imageparser(*arguments: str) -> None:
    """Run the command line the way a user does."""
    sys.stderr.write(f"\n$ imageparser {' '.join(arguments)}\n")
    sys.stderr.flush()
    command = [sys.executable, "-m", "imageparser", "--library", str(LIBRARY), *arguments]
    done = subprocess.run(command, check=False)
    if done.returncode:
        sys.exit(done.returncode)


def serve() -> None:
    """Show the app: in the foreground for a person, else in the background until nobody asks any more."""
    command = [sys.executable, "-m", "imageparser", "--library", str(LIBRARY), "serve"]
    if sys.stdin.isatty() and sys.stdout.isatty():
        subprocess.run(command, check=False)
        return
    idle = ["--idle-minutes", str(IDLE_MINUTES), "--json"]
    process = subprocess.Popen(
        [*command, *idle],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        text=True,
        encoding="utf-8",
    )
    line = process.stdout.readline() if process.stdout else ""
    if not line:
        sys.exit("the app could not be started")
    url = json.loads(line)["url"]
    sys.stdout.write(f"\nThe app is at {url}\n(process {process.pid}, ends after {IDLE_MINUTES} quiet minutes)\n")


def main() -> None:
    """Make or reuse the sample, index it, search it, show it."""
    pictures = BUILD / "pictures"
    sample.main(pictures)
    imageparser("index", str(pictures))
    for query in QUERIES:
        imageparser("find", query, "--top", "3")
    serve()


if __name__ == "__main__":
    main()
