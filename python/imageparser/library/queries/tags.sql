-- clear: forget the tags of a file from one source
DELETE FROM tags WHERE file_id = ? AND source = ?

-- put: one tag of a file
INSERT INTO tags (file_id, tag, source, folded) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING

-- of_files: the tags of some files
SELECT file_id, tag, source FROM tags WHERE file_id IN (SELECT value FROM json_each(?)) ORDER BY file_id, tag, source

-- give: a tag of the user for some known files
INSERT INTO tags (file_id, tag, source, folded)
SELECT f.id, :name, 'user', :folded FROM json_each(:ids) w JOIN files f ON f.id = w.value
WHERE true ON CONFLICT DO NOTHING

-- take: a tag of the user from some files
DELETE FROM tags WHERE folded = :folded AND source = 'user' AND file_id IN (SELECT value FROM json_each(:ids))

-- counts: tags by the present files that have them, of all or some files, from some sources
SELECT t.folded, min(t.tag), count(DISTINCT t.file_id) FROM tags t JOIN files f ON f.id = t.file_id AND f.missing_since IS NULL
WHERE t.source IN (SELECT value FROM json_each(:sources))
AND (:ids IS NULL OR t.file_id IN (SELECT value FROM json_each(:ids)))
GROUP BY t.folded ORDER BY 3 DESC, 1 LIMIT :limit

-- tagged_by_user: present files with a tag of the user
SELECT DISTINCT t.file_id FROM tags t JOIN files f ON f.id = t.file_id AND f.missing_since IS NULL
WHERE t.source = 'user' ORDER BY 1
