"""What generators wrote into files: prompts, tags and settings, one row for each file that was looked into."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from imageparser.library import postings, roots
from imageparser.library.queries import load
from imageparser.text import nfc

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from imageparser.library.connection import Reader, Transaction

Q = load("prompts")
READER = 1  # the version of what reads prompts; files that another one read are read again
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


def put(tx: Transaction, readings: Sequence[Reading]) -> None:
    """Store what some files hold in place of what was known of them; their postings are behind until settled."""
    parsed = [None if reading.generator is None else json.loads(reading.generator) for reading in readings]
    numbers = postings.number(tx, (tag["tag"] for given in parsed if given for tag in given["tags"]))
    rows = [_row(reading, given, numbers) for reading, given in zip(readings, parsed, strict=True)]
    tx.run_many(Q["put"], rows)
    tx.run(Q["clear_loras"], (json.dumps([reading.file_id for reading in readings]),))
    tx.run_many(
        Q["put_lora"],
        (
            (reading.file_id, nfc(lora["name"]), lora.get("weight"))
            for reading, given in zip(readings, parsed, strict=True)
            for lora in (given or {}).get("loras") or ()
        ),
    )
    tx.run_many(Q["read"], ((READER, reading.file_id) for reading in readings))


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


def unread(reader: Reader, folder: str) -> list[Unread]:
    """Return the present files below a folder that were not looked into since they changed, by path."""
    return [Unread(*row) for row in reader.rows(Q["unread"], _below(folder))]


def reread(tx: Transaction, folder: str) -> int:
    """Let all present files below a folder count as unread; what is known of them stays until they are read."""
    return tx.run(Q["reread"], _below(folder))


def count(reader: Reader, folder: str) -> int:
    """Return how many present files there are below a folder."""
    return int(reader.value(Q["count_below"], _below(folder)))


def texts(stored: StoredPrompt) -> str:
    """Return what was wanted in the picture: the prompt and those of the characters."""
    given = stored.generator or {}
    parts = [stored.prompt, *(character.get("prompt") for character in given.get("characters") or ())]
    return nfc("\n".join(dict.fromkeys(part.strip() for part in parts if part and part.strip())))


def some(reader: Reader, file_ids: Sequence[int]) -> list[Page]:
    """Return what search results tell of some files, in the order of the ids."""
    rows = {row[0]: Page(*row) for row in reader.rows(Q["some"], (json.dumps(list(file_ids)),))}
    return [rows[file_id] for file_id in file_ids if file_id in rows]


def forget_older(tx: Transaction) -> int:
    """Let files count as unread that another version of the reader has read; return how many."""
    if not tx.value(Q["newer_reader"], (READER,)):
        return 0
    return tx.run(Q["unread_older"], (READER,))


def _below(folder: str) -> dict[str, str]:
    return dict(zip(("key", "low", "high"), roots.span(folder), strict=True))


def _stored(rows: Sequence[tuple[Any, ...]], reader: Reader) -> list[StoredPrompt]:
    sets = postings.named(reader, (row[5] for row in rows))
    return [
        StoredPrompt(size, mtime_ns, name, prompt, negative, tags, record)
        for (size, mtime_ns, name, prompt, negative, _, record), tags in zip(rows, sets, strict=True)
    ]


def _row(reading: Reading, given: Mapping[str, Any] | None, numbers: Mapping[str, int]) -> dict[str, Any]:
    given_or_nothing = given or {}
    row = {name: given_or_nothing.get(name) for name in _COLUMNS}
    row |= {"file_id": reading.file_id, "size": reading.size, "mtime_ns": reading.mtime_ns, "reader": READER}
    row |= {"seed": None, "stealth": None, "tags": None, "generator": reading.generator}
    if given is None:
        return row
    seed = given.get("seed")
    row["seed"] = str(seed) if isinstance(seed, int) and not -_SEED_LIMIT <= seed < _SEED_LIMIT else seed
    row["stealth"] = int(bool(given.get("stealth")))
    row["tags"] = postings.pack((numbers[tag["tag"]], tag["set"]) for tag in given["tags"])
    return row
