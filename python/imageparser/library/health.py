"""Whether a library is sound, and how to make it sound again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from imageparser import clock
from imageparser.errors import LibraryCorruptError
from imageparser.library import fulltext, layer_pictures, postings, scan, tasks, vectors
from imageparser.library.queries import load
from imageparser.library.stats import build
from imageparser.library.thumbnails import Thumbnails

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from imageparser.library.connection import Database, Reader, Transaction

Q = load("health")
SHOWN = 20  # examples that a finding names
UNREPAIRABLE = "restore a backup or index again into a new library"


@dataclass(frozen=True)
class Finding:
    """Something that is wrong; `mend` puts it right in one transaction and says how."""

    code: str
    items: list[Any]
    mend: Callable[[Transaction], str] | None = None

    def as_dict(self, repaired: str | None = None) -> dict[str, Any]:
        """Return the finding for people and programs."""
        shown = [str(item) for item in self.items[:SHOWN]]
        return {"code": self.code, "count": len(self.items), "examples": shown, "repaired": repaired}


def check(database: Database) -> dict[str, Any]:
    """Look for faults and return them; `ok` is true where there are none."""
    findings = find(database)
    return _answer(database, [finding.as_dict() for finding in findings], ok=not findings)


def repair(database: Database, *, reading: Iterable[str] = ()) -> dict[str, Any]:
    """Mend every fault that can be mended, after a backup, and return what was found and done.

    What was lost is made again by the next index run: its tasks count as not done. `reading` are the phases that
    read the files themselves; without them every phase of a file that has to be read is done again.
    """
    findings = find(database, reading)
    if not findings:
        return _answer(database, [], ok=True)
    backup = database.path.with_name(f"{database.path.name}.backup-repair-{clock.now_ms()}")
    database.backup(backup)
    reports = []
    for finding in findings:
        done = database.write(finding.mend) if finding.mend is not None else None
        reports.append(finding.as_dict(done))
    left = find(database, reading)
    return {**_answer(database, reports, ok=not left), "backup": str(backup)}


def find(database: Database, reading: Iterable[str] = ()) -> list[Finding]:
    """Return every fault."""
    reader = database.read()
    with reader.snapshot():
        found = [*_structure(reader), *_folders(reader), *_texts(reader), *_unread(reader)]
        found += [*_vectors(reader), *_layer_pictures(reader), *_prompts(reader)]
        found += _thumbnails(reader, Thumbnails(database.thumbnails), tuple(reading))
    found.append(_index(database))
    return [finding for finding in found if finding.items]


def _answer(database: Database, findings: list[dict[str, Any]], *, ok: bool) -> dict[str, Any]:
    reader = database.read()
    return {"library": str(database.path), "ok": ok, "findings": findings, "build": build(reader)}


def _structure(reader: Reader) -> list[Finding]:
    # Opening the keyword index lets FTS5 look at what other connections wrote to it; its part of the check does not.
    reader.row(fulltext.Q["rowids"])
    complaints = [row[0] for row in reader.rows(Q["integrity"]) if row[0] != "ok"]
    strays = reader.rows(Q["foreign_keys"])
    return [Finding("integrity", complaints, _reindex), Finding("foreign_keys", strays)]


def _reindex(tx: Transaction) -> str:
    tx.run(Q["reindex"])
    return f"indexes made anew; if the fault stays, {UNREPAIRABLE}"


def _folders(reader: Reader) -> list[Finding]:
    """A folder state without its files hides them from every scan; files without one are never found gone."""
    unread = [folder for folder, _ in reader.rows(Q["unread_folders"])]
    empty = [key for (key,) in reader.rows(Q["empty_folders"])]

    def look_again(tx: Transaction) -> str:
        for folder in (*unread, *empty):
            scan.distrust(tx, folder, clock.now_ms())
        return "the next index run looks at these folders again"

    return [Finding("folders_not_recorded", unread, look_again), Finding("folders_without_files", empty, look_again)]


def _unread(reader: Reader) -> list[Finding]:
    ids = [file_id for (file_id,) in reader.rows(Q["done_without_digest"])]

    def read_again(tx: Transaction) -> str:
        for file_id in ids:
            tasks.reset_all(tx, file_id)
        return "the next index run reads these files again"

    return [Finding("done_without_content", ids, read_again)]


def _texts(reader: Reader) -> list[Finding]:
    """Compare the keyword index with the files."""
    indexed = {file_id for (file_id,) in reader.each(fulltext.Q["rowids"])}
    known = {file_id for (file_id,) in reader.each(Q["file_ids"])}
    parsed = {file_id for file_id, _ in reader.each(Q["parsed"])}
    lacking, stray = sorted(parsed - indexed), sorted(indexed - known)

    def index(tx: Transaction) -> str:
        fulltext.refresh(tx, lacking)
        return "indexed again from the stored texts"

    def remove(tx: Transaction) -> str:
        for file_id in stray:
            fulltext.remove(tx, file_id)
        return "taken out of the index"

    return [Finding("text_not_indexed", lacking, index), Finding("text_without_file", stray, remove)]


def _index(database: Database) -> Finding:
    """Let SQLite check the keyword index; it counts as a write, so a read-only library goes without."""
    complaints: list[str] = []
    if not database.read_only:
        try:
            database.write(lambda tx: tx.run(fulltext.Q["check"]))
        except LibraryCorruptError as error:
            complaints.append(error.message)

    def make_anew(tx: Transaction) -> str:
        tx.run(fulltext.Q["clear"])
        fulltext.refresh(tx, [file_id for (file_id,) in tx.rows(Q["file_ids"])])
        return "made anew from the stored texts"

    return Finding("index_damaged", complaints, make_anew)


def _vectors(reader: Reader) -> list[Finding]:
    """Compare each vector table with the files, or with the layer pictures and the files that show them."""
    files = {file_id for (file_id,) in reader.each(Q["file_ids"])}
    pictures = {picture for (picture,) in reader.each(layer_pictures.Q["known"])}
    found = []
    for table, kind, key, _, owner in vectors.tables(reader):
        stored = set(vectors.ids(reader, table))
        done = {file_id for (file_id,) in reader.each(Q["done_kind"], (kind, key))}
        if owner == vectors.FILE:
            found.append(_stray_vectors(table, sorted(stored - files)))
            found.append(_lacking_vectors(kind, key, sorted(done - stored)))
        else:
            links = reader.each(layer_pictures.Q["linked"])
            lacking = {file_id for file_id, picture in links if file_id in done and picture not in stored}
            found.append(_stray_vectors(table, sorted(stored - pictures)))
            found.append(_lacking_vectors(kind, key, sorted(lacking)))
    return found


def _prompts(reader: Reader) -> list[Finding]:
    """Compare the sets of files by tag with the tags of each file, and the notes on what was read with the rows."""
    lost = [file_id for (file_id,) in reader.rows(Q["read_without_prompt"])]

    def rebuild(tx: Transaction) -> str:
        postings.rebuild(tx)
        return "made anew from the prompts of the files"

    def read_again(tx: Transaction) -> str:
        tx.run_many(Q["unread_prompt"], ((file_id,) for file_id in lost))
        return "the next scan reads these files again"

    return [Finding("postings_wrong", postings.wrong(reader), rebuild), Finding("prompts_missing", lost, read_again)]


def _layer_pictures(reader: Reader) -> list[Finding]:
    unused = layer_pictures.unused(reader)

    def remove(tx: Transaction) -> str:
        layer_pictures.drop(tx, unused)
        return "removed with their vectors"

    return [Finding("layer_pictures_without_layer", unused, remove)]


def _stray_vectors(table: str, ids: list[int]) -> Finding:
    def remove(tx: Transaction) -> str:
        vectors.remove(tx, table, ids)
        return "removed"

    return Finding("vectors_without_file", ids, remove)


def _lacking_vectors(kind: str, key: str, ids: list[int]) -> Finding:
    def reset(tx: Transaction) -> str:
        tx.run_many(Q["reset_kind"], ((file_id, kind, key) for file_id in ids))
        return "the next index run makes them again"

    return Finding("vectors_missing", ids, reset)


def _thumbnails(reader: Reader, thumbnails: Thumbnails, reading: tuple[str, ...]) -> list[Finding]:
    stored = set(thumbnails.digests())
    needed = {digest for _, digest in reader.each(Q["parsed"])}
    lacking = [file_id for file_id, digest in reader.rows(Q["present_parsed"]) if digest not in stored]
    orphans, leftovers = sorted(stored - needed), list(thumbnails.leftovers())

    def make_again(tx: Transaction) -> str:
        for file_id in lacking:
            tasks.reread(tx, file_id, reading)
        return "the next index run reads these files again"

    def remove(tx: Transaction) -> str:
        del tx  # only files go
        for digest in orphans:
            thumbnails.remove(digest)
        for path in leftovers:
            path.unlink(missing_ok=True)
        return "removed"

    return [
        Finding("thumbnails_missing", lacking, make_again),
        Finding("thumbnails_without_file", [*orphans, *leftovers], remove),
    ]
