-- The version of the reader that last looked for a generator's record; 0 where none has, or not since the file changed.
ALTER TABLE files ADD COLUMN prompts_read INTEGER NOT NULL DEFAULT 0;
CREATE INDEX files_by_prompts_unread ON files (key) WHERE prompts_read = 0 AND missing_since IS NULL;

-- What a generator wrote into a file. A file without a record has a row too, with no name: it is not read again.
-- size and mtime_ns are those of the file when it was read. A seed beyond 64 bits is a text.
-- tags: see `library.postings`; record: the rest of the record as JSON, without the raw texts, which stay in the file.
CREATE TABLE prompts (
    file_id INTEGER PRIMARY KEY REFERENCES files (id) ON DELETE CASCADE,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    reader INTEGER NOT NULL,
    name TEXT,
    source TEXT,
    prompt TEXT,
    negative TEXT,
    software TEXT,
    model TEXT,
    sampler TEXT,
    seed ANY,
    steps REAL,
    cfg REAL,
    stealth INTEGER,
    signature TEXT,
    tags BLOB,
    record TEXT
) STRICT;
CREATE INDEX prompts_by_name ON prompts (name) WHERE name IS NOT NULL;
CREATE INDEX prompts_by_model ON prompts (model) WHERE model IS NOT NULL;
CREATE INDEX prompts_by_sampler ON prompts (sampler) WHERE sampler IS NOT NULL;
CREATE INDEX prompts_by_seed ON prompts (seed) WHERE seed IS NOT NULL;

CREATE TABLE prompt_loras (
    file_id INTEGER NOT NULL REFERENCES prompts (file_id) ON DELETE CASCADE,
    lora TEXT NOT NULL,
    weight REAL,
    PRIMARY KEY (file_id, lora)
) STRICT, WITHOUT ROWID;
CREATE INDEX prompt_loras_by_lora ON prompt_loras (lora, file_id);

-- Canonical tags by number. A number is never given to another tag.
CREATE TABLE prompt_tags (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    tag TEXT NOT NULL UNIQUE
) STRICT;

-- Which files have a tag, in sets of 65,536 file ids; the id says which tag, set and files: see `library.postings`.
CREATE TABLE prompt_postings (
    id INTEGER PRIMARY KEY,
    bits BLOB NOT NULL
) STRICT;

-- Files whose postings are behind, with the tags that the postings still hold of them.
CREATE TABLE prompt_pending (
    file_id INTEGER PRIMARY KEY,
    posted BLOB
) STRICT;
-- Deleting a file takes its prompt along without anybody asking. Other changes are noted for many files at once, since a
-- trigger would let SQLite keep a copy of each page that a statement changes.
CREATE TRIGGER prompts_untagged AFTER DELETE ON prompts WHEN old.tags IS NOT NULL BEGIN
    INSERT INTO prompt_pending (file_id, posted) VALUES (old.file_id, old.tags) ON CONFLICT DO NOTHING;
END;

-- Numbers that grow with every change of something, for caches. paths: which files are present, and where.
CREATE TABLE generations (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO generations (name, value) VALUES ('paths', 1);
CREATE TRIGGER files_go AFTER DELETE ON files BEGIN
    UPDATE generations SET value = value + 1 WHERE name = 'paths';
END;

CREATE TABLE templates (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    payload TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

-- source_kind: nais, sdstudio and so on; two presets may have the same name.
CREATE TABLE presets (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    source_kind TEXT NOT NULL,
    variable_name TEXT NOT NULL,
    payload TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

-- Jobs that change the names or places of files, written before the first change.
-- kind: rename, move, strip_suffix, undo; state: applying, done, cancelled, interrupted (given up after a crash), undone
CREATE TABLE journal_jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    folder TEXT NOT NULL,
    parameters TEXT NOT NULL,
    digest TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    finished_at INTEGER,
    undoes INTEGER REFERENCES journal_jobs (id) ON DELETE SET NULL
) STRICT;
CREATE INDEX journal_jobs_by_state ON journal_jobs (state);

-- One file each; `picture` is the number of the picture that a side file goes with (its own number for a picture).
-- state: pending, held (at its temporary name), copied (at its target, still at its source), done, failed, given_up
CREATE TABLE journal_items (
    job_id INTEGER NOT NULL REFERENCES journal_jobs (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    picture INTEGER NOT NULL,
    source BLOB NOT NULL,
    target BLOB NOT NULL,
    temporary BLOB,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    file_id INTEGER NOT NULL,
    digest BLOB,
    state TEXT NOT NULL,
    message TEXT,
    PRIMARY KEY (job_id, number)
) STRICT, WITHOUT ROWID;

-- Folders that a job was going to make; undo removes those that are empty then.
CREATE TABLE journal_folders (
    job_id INTEGER NOT NULL REFERENCES journal_jobs (id) ON DELETE CASCADE,
    raw BLOB NOT NULL,
    PRIMARY KEY (job_id, raw)
) STRICT, WITHOUT ROWID;
