-- clear: forget the tags of a file from one source
DELETE FROM tags WHERE file_id = ? AND source = ?

-- put: one tag of a file
INSERT INTO tags (file_id, tag, source, folded) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING

-- of_files: the tags of some files
SELECT file_id, tag, source FROM tags WHERE file_id IN (SELECT value FROM json_each(?)) ORDER BY file_id, tag, source
