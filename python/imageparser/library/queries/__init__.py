"""Named queries: one `.sql` file for each noun, each query under a line `-- name: purpose`."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

_HEAD = re.compile(r"^-- (?P<name>[a-z][a-z0-9_]*): (?P<purpose>.+)$", re.MULTILINE)


@cache
def load(noun: str) -> dict[str, str]:
    """Return the queries of a noun by name.

    Raises:
        ValueError: a name stands twice, or a text before the first name would be lost.
    """
    text = resources.files(__name__).joinpath(f"{noun}.sql").read_text(encoding="utf-8")
    heads = list(_HEAD.finditer(text))
    if not heads or text[: heads[0].start()].strip():
        raise ValueError(f"{noun}.sql must begin with a name line")
    ends = [head.start() for head in heads[1:]] + [len(text)]
    found = {head["name"]: text[head.end() : end].strip() for head, end in zip(heads, ends, strict=True)}
    if len(found) != len(heads) or not all(found.values()):
        raise ValueError(f"{noun}.sql holds a name twice or an empty query")
    return found
