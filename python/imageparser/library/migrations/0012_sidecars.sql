-- What the XMP beside a picture said when it was last read or written: the ground on which later changes of either side
-- are told apart. tags: paths as JSON. A file that could not be read has a code and a message instead.
CREATE TABLE sidecars (
    file_id INTEGER PRIMARY KEY REFERENCES files (id) ON DELETE CASCADE,
    raw BLOB NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    rating INTEGER,
    label TEXT,
    tags TEXT NOT NULL DEFAULT '[]',
    title TEXT,
    description TEXT,
    code TEXT,
    message TEXT,
    at INTEGER NOT NULL
) STRICT;

-- Pictures whose marks or tags the user changed since their sidecars were read or written, with the time of the last
-- change: what is to be written. A code says why writing failed; such a row waits until it is asked for, or changed again.
CREATE TABLE marked (
    file_id INTEGER PRIMARY KEY REFERENCES files (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    code TEXT,
    message TEXT
) STRICT;

-- When folders were last looked through for sidecars: one with the same time has no new ones.
CREATE TABLE sidecar_folders (
    folder TEXT PRIMARY KEY,
    mtime_ns INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
