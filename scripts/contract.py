"""Write what is made from the models of the protocol: the JSON Schema and the TypeScript types."""

from __future__ import annotations

from pathlib import Path

from imageparser.ipc import contract

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Write every file anew and remove those that nothing makes any more."""
    made = contract.files()
    told = (ROOT / contract.GUIDE).read_text(encoding="utf-8").partition(contract.GUIDE_MARK)[0]
    made[contract.GUIDE] = told + contract.GUIDE_MARK + contract.guide()
    for path in (ROOT / contract.TYPES).rglob("*.ts"):
        if path.relative_to(ROOT).as_posix() not in made:
            path.unlink()
    for name, text in made.items():
        path = ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
