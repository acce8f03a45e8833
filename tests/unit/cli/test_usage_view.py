from __future__ import annotations

import io

from rich.console import Console

from imageparser.cli import usage_view
from imageparser.models.usage import Level, Usage


def drawn(*rows: Usage) -> str:
    stream = io.StringIO()
    usage_view.measured(Console(file=stream, width=200), [row.to_dict() for row in rows])
    return stream.getvalue()


def test_what_was_measured_is_told_and_nothing_else() -> None:
    text = drawn(
        Usage(
            "siglip2",
            "fp16",
            device="cuda",
            batch=64,
            calls=1200,
            load_s=3.25,
            first_s=4.0,
            unload_s=0.5,
            rss=Level(before=100_000_000, peak=900_000_000, after=101_000_000, own=800_000_000),
            vram=Level(before=1_000_000_000, peak=3_000_000_000, now=2_900_000_000, own=2_000_000_000),
        ),
        Usage("qwen3", "fp32"),
    )
    first, ram, card, second, *rest = text.splitlines()
    assert rest == []
    assert all(word in first for word in ("siglip2", "fp16", "cuda", "64", "1,200", "3.25 s", "4.00 s", "0.50 s"))
    assert [ram.index(part) for part in ("800.0 MB", "100.0 MB", "900.0 MB", "101.0 MB")] == sorted(
        ram.index(part) for part in ("800.0 MB", "100.0 MB", "900.0 MB", "101.0 MB")
    )
    assert "2.9 GB" in card
    assert second.split()[:2] == ["qwen3", "fp32"]
    assert " s" not in second.removesuffix("0")
