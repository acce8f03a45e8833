CREATE TABLE migrations (
    version INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    digest TEXT NOT NULL,
    applied_at INTEGER NOT NULL
) STRICT;

-- Times are milliseconds since the epoch, UTC; 64-bit values of the system are stored as signed integers.
CREATE TABLE files (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    raw BLOB NOT NULL,
    folder TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    file_id INTEGER NOT NULL,
    added_at INTEGER NOT NULL,
    missing_since INTEGER,
    vanished INTEGER NOT NULL DEFAULT 0,
    user_rating INTEGER,
    digest BLOB,
    format TEXT,
    width INTEGER,
    height INTEGER,
    depth INTEGER,
    channels INTEGER,
    color_mode TEXT,
    orientation INTEGER,
    icc TEXT,
    frames INTEGER,
    layer_count INTEGER,
    has_merged INTEGER,
    pixel_source TEXT,
    taken_at INTEGER,
    camera_make TEXT,
    camera_model TEXT,
    lens TEXT,
    gps_lat REAL,
    gps_lon REAL,
    rating INTEGER,
    phash INTEGER,
    blur REAL,
    palette TEXT,
    exif TEXT,
    text TEXT,
    warnings TEXT
) STRICT;

-- A path belongs to one present file; a missing one keeps the path under which it was last seen.
CREATE UNIQUE INDEX files_by_key ON files (key) WHERE missing_since IS NULL;
CREATE INDEX files_by_missing_key ON files (key) WHERE missing_since IS NOT NULL;
CREATE INDEX files_by_vanished ON files (id) WHERE vanished = 1;
CREATE INDEX files_by_folder ON files (folder);
CREATE INDEX files_by_digest ON files (digest) WHERE digest IS NOT NULL;

CREATE TABLE directories (
    key TEXT PRIMARY KEY,
    raw BLOB NOT NULL,
    blob BLOB NOT NULL
) STRICT;

CREATE TABLE skipped (
    key TEXT PRIMARY KEY,
    code TEXT NOT NULL,
    reason TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE layers (
    file_id INTEGER NOT NULL REFERENCES files (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    layer_id INTEGER NOT NULL,
    path TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    visible INTEGER NOT NULL,
    opacity INTEGER NOT NULL,
    blend TEXT NOT NULL,
    bbox TEXT NOT NULL,
    clipping INTEGER NOT NULL,
    mask INTEGER NOT NULL,
    text TEXT,
    PRIMARY KEY (file_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE captions (
    file_id INTEGER NOT NULL REFERENCES files (id) ON DELETE CASCADE,
    version_key TEXT NOT NULL,
    caption TEXT NOT NULL,
    tags TEXT NOT NULL,
    labels TEXT NOT NULL,
    image_type TEXT NOT NULL,
    source TEXT NOT NULL,
    quality TEXT NOT NULL,
    keyword_text TEXT NOT NULL,
    record TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (file_id, version_key)
) STRICT, WITHOUT ROWID;

-- source: file (keywords inside it), model (the caption in use), user
CREATE TABLE tags (
    file_id INTEGER NOT NULL REFERENCES files (id) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (file_id, tag, source)
) STRICT, WITHOUT ROWID;
CREATE INDEX tags_by_tag ON tags (tag, file_id);

CREATE TABLE vector_tables (
    name TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    version_key TEXT NOT NULL,
    dim INTEGER NOT NULL,
    generation INTEGER NOT NULL DEFAULT 0,
    UNIQUE (kind, version_key)
) STRICT;

CREATE TABLE tasks (
    file_id INTEGER NOT NULL REFERENCES files (id) ON DELETE CASCADE,
    phase TEXT NOT NULL,
    version_key TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    code TEXT,
    message TEXT,
    at INTEGER NOT NULL,
    took_ms INTEGER,
    PRIMARY KEY (file_id, phase, version_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX tasks_by_phase ON tasks (phase, version_key, state);

CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    started_at INTEGER NOT NULL,
    finished_at INTEGER,
    roots TEXT NOT NULL,
    report TEXT
) STRICT;

-- Contentless: the texts stand in the tables above and `fulltext.refresh` brings them here.
CREATE VIRTUAL TABLE fulltext USING fts5 (
    name, folder, layers, text, caption, tags, prompt, notes,
    content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2'
);
