-- folders: the folders below some roots with the time at which each was last looked through
SELECT d.key, d.raw, s.mtime_ns FROM json_each(:roots) r
JOIN directories d ON d.key = r.value ->> 0 OR (d.key >= r.value ->> 1 AND d.key < r.value ->> 2)
LEFT JOIN sidecar_folders s ON s.folder = d.key

-- looked: note when a folder was looked through
INSERT INTO sidecar_folders (folder, mtime_ns) VALUES (?, ?)
ON CONFLICT (folder) DO UPDATE SET mtime_ns = excluded.mtime_ns

-- overlook: a folder has to be looked through again
DELETE FROM sidecar_folders WHERE folder = ?

-- pictures: the present pictures of a folder
SELECT id, key FROM files WHERE folder = ? AND missing_since IS NULL

-- places: where some pictures are
SELECT id, key, raw FROM files WHERE id IN (SELECT value FROM json_each(?)) AND missing_since IS NULL
AND NOT EXISTS (SELECT 1 FROM away a WHERE a.file_id = files.id) ORDER BY id

-- known_below: the sidecars that are known below some roots
SELECT s.file_id, f.folder, s.raw, s.size, s.mtime_ns FROM sidecars s JOIN files f ON f.id = s.file_id AND f.missing_since IS NULL
JOIN json_each(:roots) r ON f.key = r.value ->> 0 OR (f.key >= r.value ->> 1 AND f.key < r.value ->> 2)

-- get: what the sidecars of some pictures said
SELECT file_id, raw, size, mtime_ns, rating, label, tags, title, description, code, message, at FROM sidecars
WHERE file_id IN (SELECT value FROM json_each(?)) ORDER BY file_id

-- put: what a sidecar says
INSERT INTO sidecars (file_id, raw, size, mtime_ns, rating, label, tags, title, description, at)
VALUES (:file_id, :raw, :size, :mtime_ns, :rating, :label, :tags, :title, :description, :at)
ON CONFLICT (file_id) DO UPDATE SET raw = excluded.raw, size = excluded.size, mtime_ns = excluded.mtime_ns,
    rating = excluded.rating, label = excluded.label, tags = excluded.tags, title = excluded.title,
    description = excluded.description, code = NULL, message = NULL, at = excluded.at

-- fail: a sidecar cannot be read; what it said before stays known
INSERT INTO sidecars (file_id, raw, size, mtime_ns, code, message, at) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (file_id) DO UPDATE SET raw = excluded.raw, size = excluded.size, mtime_ns = excluded.mtime_ns,
    code = excluded.code, message = excluded.message, at = excluded.at

-- drop: pictures have no sidecar any more
DELETE FROM sidecars WHERE file_id IN (SELECT value FROM json_each(?))

-- marks: what the user says of some pictures in the library, with the time of the last change that no sidecar has
SELECT f.id, f.user_rating, f.user_label, m.at FROM files f LEFT JOIN marked m ON m.file_id = f.id
WHERE f.id IN (SELECT value FROM json_each(?)) ORDER BY f.id

-- tags: the tags that the user gave some pictures
SELECT file_id, folded, tag FROM tags WHERE source = 'user' AND file_id IN (SELECT value FROM json_each(?)) ORDER BY file_id, folded

-- paths: some tags with what stands above them, the tag itself at depth 0
WITH RECURSIVE up (leaf, folded, depth) AS (
    SELECT value, value, 0 FROM json_each(?)
    UNION ALL SELECT up.leaf, n.parent, up.depth + 1 FROM up JOIN tag_nodes n ON n.folded = up.folded
    WHERE n.parent IS NOT NULL AND up.depth < 64
)
SELECT up.leaf, n.name FROM up JOIN tag_nodes n USING (folded) ORDER BY up.leaf, up.depth DESC

-- mark: the user has changed what he says of some pictures
INSERT INTO marked (file_id, at) SELECT f.id, :at FROM json_each(:ids) w JOIN files f ON f.id = w.value WHERE true
ON CONFLICT (file_id) DO UPDATE SET at = max(at, excluded.at), code = NULL, message = NULL

-- unmark: pictures say the same in the library and beside it, unless they were changed after a time
DELETE FROM marked WHERE file_id IN (SELECT value FROM json_each(?)) AND at <= ?

-- give_up: writing failed
UPDATE marked SET code = ?, message = ? WHERE file_id = ?

-- queued: pictures that are to be written, the oldest first
SELECT m.file_id FROM marked m JOIN files f ON f.id = m.file_id AND f.missing_since IS NULL
AND NOT EXISTS (SELECT 1 FROM away a WHERE a.file_id = f.id)
WHERE m.code IS NULL OR :all ORDER BY m.at, m.file_id LIMIT :limit

-- numbers: how much is to be written, how much of that failed, how many sidecars there are and cannot be read
SELECT (SELECT count(*) FROM marked m JOIN files f ON f.id = m.file_id AND f.missing_since IS NULL
        AND NOT EXISTS (SELECT 1 FROM away a WHERE a.file_id = f.id)),
    (SELECT count(*) FROM marked WHERE code IS NOT NULL),
    (SELECT count(*) FROM sidecars), (SELECT count(*) FROM sidecars WHERE code IS NOT NULL)

-- failures: sidecars that could not be read or written, with the reason
SELECT f.id, f.raw, x.doing, x.code, x.message FROM (
    SELECT file_id, 'read' AS doing, code, message FROM sidecars WHERE code IS NOT NULL
    UNION ALL SELECT file_id, 'write', code, message FROM marked WHERE code IS NOT NULL
) x JOIN files f ON f.id = x.file_id ORDER BY f.key, x.doing LIMIT ?
