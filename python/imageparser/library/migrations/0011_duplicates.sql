-- What duplicates are looked for by, so that a look at all files never walks over the wide rows.
CREATE INDEX files_looks ON files (id, phash, width, height, size, digest) WHERE missing_since IS NULL;

-- Pictures of which the user said that they are no duplicates of each other; the smaller number stands first.
CREATE TABLE not_duplicates (
    first INTEGER NOT NULL REFERENCES files (id) ON DELETE CASCADE,
    second INTEGER NOT NULL REFERENCES files (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    PRIMARY KEY (first, second)
) STRICT, WITHOUT ROWID;
CREATE INDEX not_duplicates_by_second ON not_duplicates (second);
