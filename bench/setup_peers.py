"""Install the peers into an environment of their own and fetch the photographs for the bench corpus.

Usage: setup_peers.py            (safe to repeat: what is there stays)
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench import peers, stamps  # noqa: E402  the root is put on the path above

PYTHON_PEERS = (
    "numpy",
    "pillow",
    "pyvips",
    "pyvips-binary",
    "opencv-python-headless",
    "simplejpeg",
    "imagesize",
    "blake3",
    "psdparse",
    "psd-tools",
    "photoshopapi",
    "sd-parsers",
    "orjson",
    "apsw",
    "sqlite-vec",
    "faiss-cpu",
    "usearch",
)
# pyvips: older ones do not know the library in pyvips-binary; psd-tools: compositing is an extra of it; sqlite-vec: the
# next version, with SIMD, beside the one that we use.
WANTED = {
    "pyvips": "pyvips>=3",
    "psd-tools": "psd-tools[composite]>=1.26",
    "sd-parsers": "sd-parsers>=0.6,<0.7",
    "sqlite-vec": "sqlite-vec==0.1.10a4",
}
NODE_PEERS = ("sharp", "ag-psd", "@webtoon/psd")
# Photographic wallpapers; they are measured on, never shipped.
DEBIAN_SOURCES = ("plasma-workspace-wallpapers", "gnome-backgrounds", "ukui-wallpapers")


def say(text: str) -> None:
    sys.stderr.write(text + "\n")


def attempt(what: str, command: list[str], cwd: Path) -> bool:
    """Run a package client; a failure is told and left to the cases, which name an absent peer."""
    if shutil.which(command[0]) is None:
        say(f"{what}: {command[0]} is not installed")
        return False
    done = subprocess.run(command, cwd=cwd, check=False, capture_output=True, encoding="utf-8")
    if done.returncode:
        say(f"{what}: {(done.stderr or done.stdout).strip().splitlines()[-1:]}")
    return done.returncode == 0


def python_peers() -> None:
    if not peers.PYTHON.exists():
        venv.create(peers.FOLDER, with_pip=True)
    for name in PYTHON_PEERS:
        if not peers.has(name):
            pip = [str(peers.PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
            attempt(name, [*pip, "--prefer-binary", WANTED.get(name, name)], peers.FOLDER)


def node_peers() -> None:
    for name in NODE_PEERS:
        if not (peers.NODE / name).is_dir():
            attempt(name, ["npm", "install", "--silent", "--prefix", str(peers.FOLDER), name], peers.FOLDER)


def unpack(name: str, target: Path) -> None:
    """Fetch a Debian package and unpack it, without installing it; what is there stays."""
    if target.is_dir():
        return
    downloads = peers.BUILD / "downloads"
    downloads.mkdir(parents=True, exist_ok=True)
    target.parent.mkdir(parents=True, exist_ok=True)  # dpkg-deb makes the last folder only
    if attempt(name, ["apt-get", "download", name], downloads):
        package = next(downloads.glob(f"{name}_*.deb"))
        if not attempt(name, ["dpkg-deb", "-x", str(package), str(target)], downloads):
            shutil.rmtree(target, ignore_errors=True)  # half of it would pass for all of it next time
    shutil.rmtree(downloads)


def pictures() -> None:
    for name in DEBIAN_SOURCES:
        unpack(name, peers.SOURCES / name)
    unpack(stamps.PACKAGE, stamps.FOLDER)


def main() -> None:
    python_peers()
    node_peers()
    pictures()
    have = [name for name in PYTHON_PEERS if peers.has(name)]
    have += [name for name in NODE_PEERS if (peers.NODE / name).is_dir()]
    photographs = [name for name in DEBIAN_SOURCES if (peers.SOURCES / name).is_dir()]
    say(f"peers: {', '.join(have)}; photographs: {', '.join(photographs) or 'none'}")


if __name__ == "__main__":
    main()
