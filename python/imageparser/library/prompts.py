"""What generators wrote into files: prompts, tags and settings, one row for each file that was looked into."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from imageparser import _core
from imageparser.library import postings, roots
from imageparser.library.queries import load
from imageparser.text import nfc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from imageparser.library.connection import Reader, Transaction

Q = load("prompts")
# The version of what reads prompts: files that another one has read are read again.
READER = _core.PROMPT_READER
# Taken from the record as they are; the query that stores it leaves out what has a long column of its own.
_COLUMNS = ("name", "source", "prompt", "negative", "software", "model", "sampler", "steps", "cfg", "signature")
_SEED_LIMIT = 1 << 63


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
    """One look into a file: its marks at that moment and the generator's record as JSON, None where it has none."""

    file_id: int
    size: int
    mtime_ns: int
    generator: str | None


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
    def generator(self) -> dict[str, Any] | None:
        """The record as the core gave it, without the raw texts; None where there is none or it was not asked for."""
        if self.record is None:
            return None
        return {**json.loads(self.record), "prompt": self.prompt, "negative": self.negative, "raw": {}}


def put(tx: Transaction, readings: Sequence[Reading]) -> list[Kept]:
    """Store what some files hold in place of what was known of them, and return what that is, in their order.

    The postings are behind with these files until they are settled.
    """
    records = [parsed(reading.generator) for reading in readings]
    codes = postings.pack(
        tx, [[(tag["tag"], tag["set"]) for tag in (record or {}).get("tags", ())] for record in records]
    )
    rows = [_row(*one) for one in zip(readings, records, codes, strict=True)]
    ids = [reading.file_id for reading in readings]
    with postings.changing(tx, ids):
        tx.run_many(Q["put"], rows)
    tx.run(Q["clear_loras"], (json.dumps(ids),))
    tx.run_many(Q["put_lora"], _loras(readings, records))
    tx.run_many(Q["read"], ((READER, file_id) for file_id in ids))
    return [Kept(row["name"], postings.count(row["tags"])) for row in rows]


def parsed(generator: str | None) -> dict[str, Any] | None:
    """Return a generator's record as the core gives it, as an object."""
    return None if generator is None else orjson.loads(generator)


def tags_of(record: Mapping[str, Any] | None) -> dict[str, list[str]]:
    """Return the canonical tags of a record by set."""
    found: dict[str, list[str]] = {kind: [] for kind in postings.KINDS}
    for tag in record["tags"] if record else ():
        found[tag["set"]].append(tag["tag"])
    return found


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
    tags = (stored.generator or {}).get("tags") or ()
    found = dict.fromkeys(tag["text"] for tag in tags if tag["set"] in wanted)
    return nfc(", ".join(found))


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


def _loras(readings: Sequence[Reading], records: Sequence[Mapping[str, Any] | None]) -> Iterator[dict[str, Any]]:
    for reading, record in zip(readings, records, strict=True):
        for lora in (record or {}).get("loras") or ():
            yield {"file_id": reading.file_id, "lora": nfc(lora["name"]), "weight": lora.get("weight")}


def _row(reading: Reading, given: Mapping[str, Any] | None, codes: bytes) -> dict[str, Any]:
    given_or_nothing = given or {}
    row = {name: given_or_nothing.get(name) for name in _COLUMNS}
    row |= {"file_id": reading.file_id, "size": reading.size, "mtime_ns": reading.mtime_ns, "reader": READER}
    row |= {"seed": None, "stealth": None, "tags": None, "generator": reading.generator}
    if given is None:
        return row
    seed = given.get("seed")
    row["seed"] = str(seed) if isinstance(seed, int) and not -_SEED_LIMIT <= seed < _SEED_LIMIT else seed
    row["stealth"] = int(bool(given.get("stealth")))
    row["tags"] = codes
    return row
