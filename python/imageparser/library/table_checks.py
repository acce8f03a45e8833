"""Checks of the library's tables: their structure, and what is derived of them against what it is derived from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imageparser import clock
from imageparser.errors import LibraryCorruptError
from imageparser.library import (
    colors,
    fulltext,
    layer_pictures,
    postings,
    scan,
    tag_names,
    tasks,
    term_counts,
    vectors,
)
from imageparser.library.findings import Finding, Known, within
from imageparser.library.queries import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imageparser.library.connection import Database, Reader, Transaction

Q = load("health")
UNREPAIRABLE = "restore a backup or index again into a new library"


def structure(reader: Reader, _known: Known) -> Iterator[Finding]:
    """Let SQLite check the file."""
    # Opening the keyword index lets FTS5 look at what other connections wrote to it; its part of the check does not.
    reader.row(fulltext.Q["rowids"])
    complaints = [row[0] for row in reader.rows(Q["integrity"]) if row[0] != "ok"]
    strays = reader.rows(Q["foreign_keys"])
    yield Finding("integrity", complaints, within(_reindex))
    yield Finding("foreign_keys", strays)


def _reindex(tx: Transaction) -> str:
    tx.run(Q["reindex"])
    return f"indexes made anew; if the fault stays, {UNREPAIRABLE}"


def folders(reader: Reader, _known: Known) -> Iterator[Finding]:
    """A folder state without its files hides them from every scan; files without one are never found gone."""
    unread = [folder for folder, _ in reader.rows(Q["unread_folders"])]
    empty = [key for (key,) in reader.rows(Q["empty_folders"])]

    def look_again(tx: Transaction) -> str:
        for folder in (*unread, *empty):
            scan.distrust(tx, folder, clock.now_ms())
        return "the next index run looks at these folders again"

    yield Finding("folders_not_recorded", unread, within(look_again))
    yield Finding("folders_without_files", empty, within(look_again))


def content(reader: Reader, _known: Known) -> Iterator[Finding]:
    """Look for files that count as read without anything that was read, and for their colours."""
    ids = [file_id for (file_id,) in reader.rows(Q["done_without_digest"])]

    def read_again(tx: Transaction) -> str:
        for file_id in ids:
            tasks.reset_all(tx, file_id)
        return "the next index run reads these files again"

    colorless = [file_id for (file_id,) in reader.rows(Q["without_colors"])]

    def color(tx: Transaction) -> str:
        for file_id in colorless:
            colors.remake(tx, file_id)
        return "made anew from the palettes of the pictures"

    yield Finding("done_without_content", ids, within(read_again), of_files=True)
    yield Finding("colors_missing", colorless, within(color), of_files=True)


def texts(reader: Reader, _known: Known) -> Iterator[Finding]:
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

    def names(tx: Transaction) -> str:
        tag_names.rebuild(tx)
        return "made anew from the names of the tags"

    yield Finding("text_not_indexed", lacking, within(index), of_files=True)
    yield Finding("text_without_file", stray, within(remove))
    yield Finding("tag_names_wrong", tag_names.wrong(reader), within(names))


def index(database: Database) -> Finding:
    """Let SQLite check the keyword index; it counts as a write, so a read-only library goes without."""
    complaints: list[str] = []
    if not database.read_only:
        try:
            database.write(lambda tx: tx.run(fulltext.Q["check"]))
        except LibraryCorruptError as error:
            complaints.append(error.message)

    def make_anew(tx: Transaction) -> str:
        fulltext.clear(tx)
        term_counts.expect_all(tx)
        fulltext.refresh(tx, [file_id for (file_id,) in tx.rows(Q["file_ids"])])
        return "made anew from the stored texts"

    return Finding("index_damaged", complaints, within(make_anew))


def vector_tables(reader: Reader, _known: Known) -> Iterator[Finding]:
    """Compare each vector table with the files, or with the layer pictures and the files that show them."""
    files = {file_id for (file_id,) in reader.each(Q["file_ids"])}
    pictures = {picture for (picture,) in reader.each(layer_pictures.Q["known"])}
    for table, kind, key, _, owner in vectors.tables(reader):
        stored = set(vectors.ids(reader, table))
        done = {file_id for (file_id,) in reader.each(Q["done_kind"], (kind, key))}
        if owner == vectors.FILE:
            yield _stray_vectors(table, sorted(stored - files))
            yield _lacking_vectors(kind, key, sorted(done - stored))
        else:
            links = reader.each(layer_pictures.Q["linked"])
            lacking = {file_id for file_id, picture in links if file_id in done and picture not in stored}
            yield _stray_vectors(table, sorted(stored - pictures))
            yield _lacking_vectors(kind, key, sorted(lacking))


def prompt_tags(reader: Reader, _known: Known) -> Iterator[Finding]:
    """Compare the sets of files by tag with the tags of each file, and the notes on what was read with the rows."""
    lost = [file_id for (file_id,) in reader.rows(Q["read_without_prompt"])]

    def rebuild(tx: Transaction) -> str:
        postings.rebuild(tx)
        return "made anew from the prompts of the files"

    def read_again(tx: Transaction) -> str:
        tx.run_many(Q["unread_prompt"], ((file_id,) for file_id in lost))
        return "the next scan reads these files again"

    yield Finding("postings_wrong", postings.wrong(reader), within(rebuild))
    yield Finding("prompts_missing", lost, within(read_again), of_files=True)


def pictures_of_layers(reader: Reader, _known: Known) -> Iterator[Finding]:
    """Look for pictures of layers that no layer shows any more."""
    unused = layer_pictures.unused(reader)

    def remove(tx: Transaction) -> str:
        layer_pictures.drop(tx, unused)
        return "removed with their vectors"

    yield Finding("layer_pictures_without_layer", unused, within(remove))


def _stray_vectors(table: str, ids: list[int]) -> Finding:
    def remove(tx: Transaction) -> str:
        vectors.remove(tx, table, ids)
        return "removed"

    return Finding("vectors_without_file", ids, within(remove))


def _lacking_vectors(kind: str, key: str, ids: list[int]) -> Finding:
    def reset(tx: Transaction) -> str:
        tx.run_many(Q["reset_kind"], ((file_id, kind, key) for file_id in ids))
        return "the next index run makes them again"

    return Finding("vectors_missing", ids, within(reset), of_files=True)
