"""What generators wrote into files: prompts, tags and settings, one row for each file that was looked into."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from imageparser import _core
from imageparser.library import postings, roots, term_counts
from imageparser.library.queries import load
from imageparser.text import nfc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from imageparser._core import Generator
    from imageparser.library.connection import Reader, Transaction

Q = load("prompts")
# The version of what reads prompts: files that another one has read are read again.
READER = _core.PROMPT_READER
_NO_COLUMNS = (None,) * 13  # of a file without a record; see `_core.Generator.columns`


class Unread(NamedTuple):
    """A present file that is to be looked into."""

    id: int
    key: str
    raw: bytes


class Page(NamedTuple):
    """A file of a search result, with the marks that it had when it was read and the codes of its tags."""

    id: int
    raw: bytes
    size: int
    mtime_ns: int
    codes: bytes | None


class Kept(NamedTuple):
    """What was kept of a reading: the generator, None where there is no record, and how many different tags."""

    name: str | None
    tags: int


class Reading(NamedTuple):
    """One look into a file: its marks at that moment and the generator's record, None where it has none."""

    file_id: int
    size: int
    mtime_ns: int
    generator: Generator | None


@dataclass(frozen=True, slots=True)
class StoredPrompt:
    """What the library knows of a file's prompt, and the marks of the file when it was read.

    Only to be trusted where the file has the same marks now. `name` is that of the generator, None where the file has
    no record; `tags` are the canonical tags by set: positive, character, negative, character_negative.
    """

    size: int
    mtime_ns: int
    name: str | None
    prompt: str | None
    negative: str | None
    tags: Mapping[str, list[str]]
    record: str | None = field(default=None, repr=False)

    @property
    def generator(self) -> Generator | None:
        """The record as the core gave it, without the raw texts; None where there is none or it was not asked for."""
        if self.record is None:
            return None
        return _core.Generator.from_json(self.record, prompt=self.prompt, negative=self.negative)


def put(tx: Transaction, readings: Sequence[Reading]) -> list[Kept]:
    """Store what some files hold in place of what was known of them, and return what that is, in their order.

    The postings are behind with these files until they are settled.
    """
    codes = postings.pack(tx, [reading.generator for reading in readings])
    ids = json.dumps([reading.file_id for reading in readings])
    known = {row[0] for row in tx.rows(Q["known"], (ids,))}  # another process may have taken a file away meanwhile
    with postings.changing(tx, ids):
        both = zip(readings, codes, strict=True)
        tx.run_many(Q["put"], (_row(reading, packed) for reading, packed in both if reading.file_id in known))
    term_counts.expect(tx, known)
    tx.run(Q["clear_loras"], (ids,))
    tx.run_many(Q["put_lora"], _loras(readings))
    tx.run(Q["read"], (READER, ids))
    names = (reading.generator.name if reading.generator else None for reading in readings)
    return [Kept(name, packed.tags) for name, packed in zip(names, codes, strict=True)]


def get(reader: Reader, file_id: int) -> StoredPrompt | None:
    """Return what is known of one file, None before it was read."""
    row = reader.row(Q["of_file"], (file_id,))
    return None if row is None else _stored([row], reader)[0]


def trusted(reader: Reader, keys: Iterable[str], *, records: bool = True) -> dict[str, StoredPrompt]:
    """Return what is known of the present files at some path keys, as far as this version of the reader read them.

    The caller compares the marks with those of the file. Without `records` there is no `generator`, which is quicker.
    """
    values = {"keys": json.dumps(list(keys), ensure_ascii=False), "records": records, "reader": READER}
    rows = reader.rows(Q["trusted"], values)
    return dict(zip((row[0] for row in rows), _stored([row[1:] for row in rows], reader), strict=True))


def unread(reader: Reader, folder: str, *, parsed_only: bool = False) -> list[Unread]:
    """Return the present files below a folder that were not looked into since they changed, by path.

    Layered documents are left out. `parsed_only` leaves out those that an index run has not read either.
    """
    return [Unread(*row) for row in reader.rows(Q["unread"], {**_below(folder), "parsed": parsed_only})]


def reread(tx: Transaction, folder: str) -> int:
    """Let all present files below a folder count as unread; what is known of them stays until they are read."""
    return tx.run(Q["reread"], _below(folder))


def count(reader: Reader, folder: str) -> int:
    """Return how many present files below a folder can hold a record."""
    return int(reader.value(Q["count_below"], _below(folder)))


def totals(reader: Reader) -> dict[str, int]:
    """Return how many present files were looked into, how many hold a record, and how many different tags there are."""
    files, with_record = reader.row(Q["totals"]) or (0, 0)
    return {"files": files, "with_record": with_record, "tags": postings.tags_in_use(reader)}


def text_of(reader: Reader, file_id: int) -> str:
    """Return what was wanted in a picture, for searches and captions; nothing where no generator says it."""
    stored = get(reader, file_id)
    return "" if stored is None or stored.name is None else texts(stored)


def texts(stored: StoredPrompt) -> str:
    """Return the tags that were wanted in the picture and of its characters, as they were written."""
    wanted = postings.set_names(negative=False)
    tags = stored.generator.tags if stored.generator else ()
    return nfc(", ".join(dict.fromkeys(text for _, text, _, kind, _ in tags if kind in wanted)))


def some(reader: Reader, file_ids: Sequence[int]) -> list[Page]:
    """Return what search results tell of some files, in the order of the ids."""
    rows = {row[0]: Page(*row) for row in reader.rows(Q["some"], (json.dumps(list(file_ids)),))}
    return [rows[file_id] for file_id in file_ids if file_id in rows]


def forget_older(tx: Transaction) -> int:
    """Let files count as unread that another version of the reader has read; return how many."""
    if tx.value(Q["reader"]) == READER:
        return 0
    tx.run(Q["note_reader"], (READER,))
    return tx.run(Q["unread_older"], (READER,))


def _below(folder: str) -> dict[str, str]:
    return dict(zip(("key", "low", "high"), roots.span(folder), strict=True))


def _stored(rows: Sequence[tuple[Any, ...]], reader: Reader) -> list[StoredPrompt]:
    sets = postings.named(reader, (row[5] for row in rows))
    return [
        StoredPrompt(size, mtime_ns, name, prompt, negative, tags, record)
        for (size, mtime_ns, name, prompt, negative, _, record), tags in zip(rows, sets, strict=True)
    ]


def _loras(readings: Sequence[Reading]) -> Iterator[tuple[int, str, float]]:
    for reading in readings:
        for name, weight in reading.generator.loras if reading.generator else ():
            yield reading.file_id, nfc(name), weight


def _row(reading: Reading, codes: postings.Packed) -> tuple[Any, ...]:
    columns = reading.generator.columns if reading.generator else _NO_COLUMNS
    return (reading.file_id, reading.size, reading.mtime_ns, READER, *columns, codes.codes)
