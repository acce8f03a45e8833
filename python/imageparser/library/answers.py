"""What captioning models said of pictures, by the digest of the pixels; it outlives the files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from imageparser.library.queries import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from imageparser.library.connection import Reader, Transaction

Q = load("answers")


def get(reader: Reader, version_key: str, digests: Iterable[str], *, since: int = 0) -> dict[str, dict[str, Any]]:
    """Return what was said under a version key, at `since` or later, by digest (hexadecimal)."""
    values = {"digests": json.dumps(list(digests)), "version_key": version_key, "since": since}
    return {digest: json.loads(answer) for digest, answer in reader.rows(Q["get"], values)}


def put(tx: Transaction, version_key: str, digest: str, answer: Mapping[str, Any], now_ms: int) -> None:
    """Remember an answer in place of an older one."""
    tx.run(Q["put"], (bytes.fromhex(digest), version_key, json.dumps(dict(answer), ensure_ascii=False), now_ms))


def count(reader: Reader) -> int:
    """Return how many answers are remembered."""
    return int(reader.value(Q["count"]))
