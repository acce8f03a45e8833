-- What a captioning model said of a picture, by the digest of the pixels that it was shown: no file owns a row, so that
-- copies, moves, removed files that come back and new libraries of the same folder cost no second question.
CREATE TABLE caption_answers (
    digest BLOB NOT NULL,
    version_key TEXT NOT NULL,
    answer TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (digest, version_key)
) STRICT, WITHOUT ROWID;

-- What the caption in use says in words of closed or short lists: type, safety, colour and the fields of the type.
CREATE TABLE caption_facets (
    file_id INTEGER NOT NULL REFERENCES files (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (file_id, name, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX caption_facets_by_value ON caption_facets (name, value, file_id);
INSERT INTO caption_facets (file_id, name, value)
SELECT file_id, 'type', lower(image_type) FROM (SELECT file_id, image_type, max(at) FROM captions GROUP BY file_id)
WHERE image_type <> '';
