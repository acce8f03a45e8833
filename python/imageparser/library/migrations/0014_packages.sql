-- Pictures that a package brought and whose files are not on this machine: present for every question, but nothing reads
-- them. A row goes when a file with the same content turns up.
CREATE TABLE away (
    file_id INTEGER PRIMARY KEY REFERENCES files (id) ON DELETE CASCADE,
    at INTEGER NOT NULL
) STRICT;

-- Imports of packages, each by the digest of its manifest and what was asked (JSON), so that one that was broken off goes
-- on: `stage` is the part of the package that comes next, `position` how many lines of it are in.
CREATE TABLE package_imports (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    package TEXT NOT NULL,
    request TEXT NOT NULL,
    stage INTEGER NOT NULL DEFAULT 0,
    position INTEGER NOT NULL DEFAULT 0,
    report TEXT NOT NULL DEFAULT '{}',
    started_at INTEGER NOT NULL,
    finished_at INTEGER
) STRICT;

-- Which picture of the library each picture of an unfinished import is.
CREATE TABLE package_matches (
    import_id INTEGER NOT NULL REFERENCES package_imports (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    file_id INTEGER NOT NULL,
    PRIMARY KEY (import_id, number)
) STRICT, WITHOUT ROWID;
