-- integrity: SQLite's own check of the file
PRAGMA integrity_check

-- foreign_keys: rows that point at rows which do not exist
SELECT "table", rowid, parent, fkid FROM pragma_foreign_key_check

-- reindex: make every index anew
REINDEX

-- unread_folders: folders of present files whose state is not recorded
SELECT f.folder, count(*) FROM files f LEFT JOIN directories d ON d.key = f.folder
WHERE f.missing_since IS NULL AND d.key IS NULL AND NOT EXISTS (SELECT 1 FROM away a WHERE a.file_id = f.id) GROUP BY f.folder ORDER BY f.folder

-- empty_folders: recorded folder states of which no file is known
SELECT d.key FROM directories d WHERE NOT EXISTS (SELECT 1 FROM files f WHERE f.folder = d.key) ORDER BY d.key

-- done_without_digest: files that count as read but have no content
SELECT DISTINCT f.id FROM files f JOIN tasks t ON t.file_id = f.id AND t.state = 'done'
WHERE f.digest IS NULL ORDER BY f.id

-- file_ids: every file
SELECT id FROM files

-- parsed: every file whose content is known
SELECT id, lower(hex(digest)) FROM files WHERE digest IS NOT NULL

-- present_parsed: every present file whose content is known
SELECT id, lower(hex(digest)) FROM files WHERE digest IS NOT NULL AND missing_since IS NULL
AND NOT EXISTS (SELECT 1 FROM away a WHERE a.file_id = files.id)

-- done_kind: the files that a phase has done under a version key
SELECT file_id FROM tasks WHERE phase = ? AND version_key = ? AND state = 'done'

-- reset_kind: one phase of a file is to be done again
DELETE FROM tasks WHERE file_id = ? AND phase = ? AND version_key = ?

-- read_without_prompt: files that count as looked into, of which nothing is kept
SELECT id FROM files WHERE prompts_read > 0 AND NOT EXISTS (SELECT 1 FROM prompts WHERE file_id = files.id) ORDER BY id

-- unread_prompt: a file is to be looked into again
UPDATE files SET prompts_read = 0 WHERE id = ?

-- without_colors: files with a palette of which no colour is kept
SELECT id FROM files WHERE palette IS NOT NULL AND palette <> '[]'
AND NOT EXISTS (SELECT 1 FROM file_colors WHERE file_id = files.id) ORDER BY id

-- skipped: the paths that walks left out below some roots
SELECT key, code, reason FROM skipped
WHERE :roots IS NULL OR EXISTS (
    SELECT 1 FROM json_each(:roots) r
    WHERE skipped.key = r.value ->> 0 OR (skipped.key >= r.value ->> 1 AND skipped.key < r.value ->> 2)
)
ORDER BY key

-- forget_failed: failed attempts of a phase under a version key count no more
DELETE FROM tasks WHERE phase = ? AND version_key = ? AND state = 'failed'

-- stale: present files that were read, but not by these phases under these version keys
SELECT f.raw FROM files f, json_each(?) n WHERE f.missing_since IS NULL AND f.digest IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM away a WHERE a.file_id = f.id) AND NOT EXISTS (
    SELECT 1 FROM tasks t WHERE t.file_id = f.id AND t.phase = n.value ->> 0 AND t.version_key = n.value ->> 1
) ORDER BY f.key

-- missing: files that are gone; the last column says whether anything of the user's own hangs on one
SELECT f.id, f.raw, f.user_rating IS NOT NULL OR f.user_label IS NOT NULL
    OR EXISTS (SELECT 1 FROM notes WHERE file_id = f.id) OR EXISTS (SELECT 1 FROM comments WHERE file_id = f.id)
    OR EXISTS (SELECT 1 FROM tags WHERE file_id = f.id AND source = 'user')
    OR EXISTS (SELECT 1 FROM collection_items WHERE file_id = f.id)
    OR EXISTS (SELECT 1 FROM collections WHERE cover_id = f.id)
FROM files f WHERE f.missing_since IS NOT NULL ORDER BY f.key

-- paths: the paths of some files
SELECT id, raw FROM files WHERE id IN (SELECT value FROM json_each(?))
