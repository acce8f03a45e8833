-- present: the file that is at a path now
SELECT id, size, mtime_ns, file_id FROM files WHERE key = ? AND missing_since IS NULL

-- missing: the files last seen at a path, the latest first
SELECT id, size, mtime_ns, file_id FROM files WHERE key = ? AND missing_since IS NOT NULL
ORDER BY missing_since DESC, id DESC

-- seen: those of some paths at which any file was ever seen
SELECT w.value FROM json_each(?) w WHERE EXISTS (SELECT 1 FROM files WHERE key = w.value AND missing_since IS NULL)
OR EXISTS (SELECT 1 FROM files WHERE key = w.value AND missing_since IS NOT NULL)

-- insert: a new file
INSERT INTO files (key, raw, folder, size, mtime_ns, file_id, added_at) VALUES (?, ?, ?, ?, ?, ?, ?)

-- place: a file is at this path, with these marks of the file system
UPDATE files SET key = ?2, raw = ?3, folder = ?4, size = ?5, mtime_ns = ?6, file_id = ?7,
    prompts_read = CASE WHEN size = ?5 AND mtime_ns = ?6 AND file_id = ?7 THEN prompts_read ELSE 0 END,
    missing_since = NULL, vanished = 0
WHERE id = ?1

-- lose: a file is no longer where it was
UPDATE files SET missing_since = :now WHERE id = :id AND missing_since IS NULL

-- lose_key: whatever was at a path is gone
UPDATE files SET missing_since = :now WHERE key = :key AND missing_since IS NULL

-- lose_folder: the files directly in a folder count as gone
UPDATE files SET missing_since = :now WHERE folder = :folder AND missing_since IS NULL

-- vanish: a file was gone when it was to be read
UPDATE files SET missing_since = :now, vanished = 1 WHERE id = :id AND missing_since IS NULL

-- revive: vanished files count as present until a scan says otherwise
UPDATE OR IGNORE files SET missing_since = NULL, vanished = 0 WHERE vanished = 1 AND EXISTS (
    SELECT 1 FROM json_each(:roots) r
    WHERE files.key = r.value ->> 0 OR (files.key >= r.value ->> 1 AND files.key < r.value ->> 2)
)

-- put_directory: record the state of a folder
INSERT INTO directories (key, raw, blob) VALUES (?, ?, ?)
ON CONFLICT (key) DO UPDATE SET raw = excluded.raw, blob = excluded.blob

-- drop_directory: forget the state of a folder
DELETE FROM directories WHERE key = ?

-- known: the recorded states below some roots
SELECT d.key, d.blob FROM directories d WHERE EXISTS (
    SELECT 1 FROM json_each(:roots) r
    WHERE d.key = r.value ->> 0 OR (d.key >= r.value ->> 1 AND d.key < r.value ->> 2)
)

-- forget_skipped: drop the notes on paths below some roots
DELETE FROM skipped WHERE EXISTS (
    SELECT 1 FROM json_each(:roots) r
    WHERE skipped.key = r.value ->> 0 OR (skipped.key >= r.value ->> 1 AND skipped.key < r.value ->> 2)
)

-- put_skipped: note a path that was left out
INSERT INTO skipped (key, code, reason, at) VALUES (?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET code = excluded.code, reason = excluded.reason, at = excluded.at

-- skipped: the notes on paths that were left out
SELECT key, code, reason FROM skipped ORDER BY key
