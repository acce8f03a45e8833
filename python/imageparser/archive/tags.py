"""The tags of pictures: from the library where it knows the file as it is now, else from the file."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from imageparser import _core
from imageparser.errors import CancelledError
from imageparser.library import postings, tagged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imageparser.archive.walk import Picture
    from imageparser.library.connection import Database

BATCH = 128
NO_METADATA = "no metadata"


class Tags(NamedTuple):
    """Those of the asked tags that a picture has; None where no generator has written into it. Or why it is unread."""

    tags: frozenset[str] | None
    code: str | None = None
    message: str | None = None


def of_pictures(
    database: Database,
    pictures: Sequence[Picture],
    wanted: frozenset[str],
    *,
    include_negative: bool,
    cancel: _core.CancelToken,
) -> list[Tags]:
    """Return what some pictures have of some canonical tags, in their order.

    Raises:
        CancelledError: `cancel` was raised.
    """
    keys = [picture.key for picture in pictures]
    shared = Counter(keys)  # names that differ only in their Unicode form: the library knows one of the files
    known = tagged.known(database.read(), keys, wanted, negative=include_negative)
    found: list[Tags | None] = []
    for picture in pictures:
        row = known.get(picture.key)
        fresh = row is not None and shared[picture.key] == 1 and row.marks == picture.marks
        found.append(Tags(row.tags) if row is not None and fresh else None)
    unread = [number for number, tags in enumerate(found) if tags is None]
    for begin in range(0, len(unread), BATCH):
        some = unread[begin : begin + BATCH]
        read = _core.read_prompts([pictures[number].raw for number in some], cancel=cancel)
        if cancel.cancelled:
            raise CancelledError
        for number, one in zip(some, read, strict=True):
            found[number] = _of_read(one, wanted, include_negative=include_negative)
    return [tags for tags in found if tags is not None]


def _of_read(one: _core.PromptRead | _core.Failure, wanted: frozenset[str], *, include_negative: bool) -> Tags:
    if isinstance(one, _core.Failure):
        return Tags(None, one.code, one.message)
    if one.generator is None:
        return Tags(None)
    by_set = one.generator.tags_by_set
    looked_at = postings.set_names(negative=include_negative)
    return Tags(wanted.intersection(tag for name in looked_at for tag in by_set[name]))
