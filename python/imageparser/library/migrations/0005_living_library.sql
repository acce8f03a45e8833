-- Tags by the form in which they are compared (`text.fold_tag`), so that `Blue_Sky` and `blue sky` are one.
ALTER TABLE tags ADD COLUMN folded TEXT NOT NULL DEFAULT '';
UPDATE tags SET folded = replace(lower(tag), '_', ' ');
DROP INDEX tags_by_tag;
CREATE INDEX tags_by_folded ON tags (folded, file_id);
CREATE INDEX tags_of_user ON tags (folded, file_id) WHERE source = 'user';

-- The tags that the user made, under the folded form: spelling, place in the tree, colour. They stay while unused.
CREATE TABLE tag_nodes (
    folded TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    parent TEXT REFERENCES tag_nodes (folded) ON DELETE SET NULL,
    color TEXT,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX tag_nodes_by_parent ON tag_nodes (parent);

-- Other words for a tag; what anyone calls a picture by them counts as that tag.
CREATE TABLE tag_aliases (
    folded TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    tag TEXT NOT NULL REFERENCES tag_nodes (folded) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX tag_aliases_by_tag ON tag_aliases (tag);

-- A colour label is one of a few words, see `library.marks`.
ALTER TABLE files ADD COLUMN user_label TEXT;
CREATE TABLE notes (
    file_id INTEGER PRIMARY KEY REFERENCES files (id) ON DELETE CASCADE,
    body TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;

-- A deleted comment keeps its row, so that the thread and the numbers of its comments stay as they are.
CREATE TABLE comments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    file_id INTEGER NOT NULL REFERENCES files (id) ON DELETE CASCADE,
    author TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    edited_at INTEGER,
    deleted_at INTEGER
) STRICT;
CREATE INDEX comments_by_file ON comments (file_id, created_at);
-- What a comment said before each edit, the first wording as number 1.
CREATE TABLE comment_versions (
    comment_id INTEGER NOT NULL REFERENCES comments (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    body TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (comment_id, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE comment_mentions (
    comment_id INTEGER NOT NULL REFERENCES comments (id) ON DELETE CASCADE,
    folded TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (comment_id, folded)
) STRICT, WITHOUT ROWID;
CREATE INDEX comment_mentions_by_name ON comment_mentions (folded, comment_id);

-- A collection with a query is a smart one: it has no items of its own.
CREATE TABLE collections (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    parent_id INTEGER REFERENCES collections (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    query TEXT,
    cover_id INTEGER REFERENCES files (id) ON DELETE SET NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX collections_by_name ON collections (coalesce(parent_id, 0), folded);
CREATE INDEX collections_by_parent ON collections (parent_id);
-- Positions leave gaps, so that moving one picture writes one row.
CREATE TABLE collection_items (
    collection_id INTEGER NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
    file_id INTEGER NOT NULL REFERENCES files (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    added_at INTEGER NOT NULL,
    PRIMARY KEY (collection_id, file_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX collection_items_by_position ON collection_items (collection_id, position);
CREATE INDEX collection_items_by_file ON collection_items (file_id);

-- Queries that are kept under a name, to be used again.
CREATE TABLE filter_presets (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    folded TEXT NOT NULL UNIQUE,
    query TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

-- What the user changed of the above, as changesets of SQLite's session extension: taking back applies the inverse.
CREATE TABLE edits (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    summary TEXT NOT NULL,
    changeset BLOB NOT NULL,
    at INTEGER NOT NULL,
    undone_at INTEGER
) STRICT;

-- The colours of a picture's palette with their cell of the coarse cube (`library.colors`) and their share in percent.
CREATE TABLE file_colors (
    cell INTEGER NOT NULL,
    file_id INTEGER NOT NULL REFERENCES files (id) ON DELETE CASCADE,
    red INTEGER NOT NULL,
    green INTEGER NOT NULL,
    blue INTEGER NOT NULL,
    share INTEGER NOT NULL,
    PRIMARY KEY (cell, file_id, red, green, blue)
) STRICT, WITHOUT ROWID;
CREATE INDEX file_colors_by_file ON file_colors (file_id);
INSERT INTO file_colors (cell, file_id, red, green, blue, share)
SELECT (red >> 5) * 64 + (green >> 5) * 8 + (blue >> 5), id, red, green, blue, max(share) FROM (
    SELECT f.id,
        (instr('123456789abcdef', substr(c.value ->> 0, 2, 1)) << 4) + instr('123456789abcdef', substr(c.value ->> 0, 3, 1)) AS red,
        (instr('123456789abcdef', substr(c.value ->> 0, 4, 1)) << 4) + instr('123456789abcdef', substr(c.value ->> 0, 5, 1)) AS green,
        (instr('123456789abcdef', substr(c.value ->> 0, 6, 1)) << 4) + instr('123456789abcdef', substr(c.value ->> 0, 7, 1)) AS blue,
        CAST(round((c.value ->> 1) * 100) AS INTEGER) AS share
    FROM files f, json_each(f.palette) c WHERE f.palette IS NOT NULL
) GROUP BY id, red, green, blue;

CREATE INDEX captions_by_type ON captions (image_type, file_id, at);
CREATE INDEX layers_with_mask ON layers (file_id) WHERE mask <> 0;
CREATE INDEX layers_with_text ON layers (file_id) WHERE text IS NOT NULL;
-- Everything that conditions and orders ask of many files, so that they never walk over the wide rows.
CREATE INDEX files_facts ON files (
    coalesce(taken_at, mtime_ns / 1000000), id, format, width, height, size, layer_count, rating, user_rating, user_label,
    mtime_ns, taken_at, added_at, depth, color_mode, has_text, has_smart_object, has_adjustment,
    camera_make, camera_model, lens, gps_lat
) WHERE missing_since IS NULL;
