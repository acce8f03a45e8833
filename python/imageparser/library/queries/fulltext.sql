-- touch: the index becomes another one; a number of its state that no other state has
INSERT INTO generations (name, value) VALUES ('fulltext', random())
ON CONFLICT (name) DO UPDATE SET value = excluded.value

-- stamp: the number of the state of the index
SELECT value FROM generations WHERE name = 'fulltext'

-- delete: take a file out of the index
DELETE FROM fulltext WHERE rowid = ?

-- put: index the texts of a file
INSERT INTO fulltext (rowid, name, folder, layers, text, caption, tags, prompt, notes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)

-- sources: the texts of a file outside its captions and tags
SELECT f.key, f.exif, (
    SELECT json_group_array(json_array(l.name, l.smart_object, l.text)) FROM layers l WHERE l.file_id = f.id
), (SELECT json_group_array(font) FROM fonts WHERE file_id = f.id)
FROM files f WHERE f.id = ?

-- search: files that match, the best first; the weights stand in the order of the columns
SELECT rowid, rank FROM fulltext
WHERE fulltext MATCH :match AND rank MATCH 'bm25(4.0, 2.0, 2.0, 1.0, 3.0, 3.0, 1.0, 3.0)' ORDER BY rank, rowid LIMIT :limit

-- search_within: files out of a set that match, the best first; asking the index id by id would take seconds
WITH hits (id, score) AS MATERIALIZED (
    SELECT rowid, rank FROM fulltext
    WHERE fulltext MATCH :match AND rank MATCH 'bm25(4.0, 2.0, 2.0, 1.0, 3.0, 3.0, 1.0, 3.0)'
)
SELECT id, score FROM hits WHERE id IN (SELECT value FROM json_each(:ids)) ORDER BY score, id LIMIT :limit

-- scores: every file that matches and its score in 1e-15, as two lists: a row for each costs twice the scoring
SELECT group_concat(rowid), group_concat(CAST(rank * -1e15 AS INTEGER)) FROM fulltext
WHERE fulltext MATCH ? AND rank MATCH ?

-- matching: every file that matches, by number
SELECT rowid FROM fulltext WHERE fulltext MATCH ? ORDER BY rowid

-- among: those of a few files that match, each looked at by itself
SELECT w.value FROM json_each(?1) w WHERE EXISTS (SELECT 1 FROM fulltext WHERE rowid = w.value AND fulltext MATCH ?2)

-- rowids: every file in the index
SELECT rowid FROM fulltext

-- check: SQLite's own check of the index
INSERT INTO fulltext (fulltext) VALUES ('integrity-check')

-- clear: empty the index
INSERT INTO fulltext (fulltext) VALUES ('delete-all')

-- notes: what people wrote about a file: its note, its comments, title and description of its sidecar
SELECT body FROM notes WHERE file_id = ?1
UNION ALL SELECT body FROM comments WHERE file_id = ?1 AND deleted_at IS NULL
UNION ALL SELECT trim(coalesce(title, '') || ' ' || coalesce(description, '')) FROM sidecars WHERE file_id = ?1
