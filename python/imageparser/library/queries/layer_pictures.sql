-- put: a picture by its digest
INSERT INTO layer_pictures (digest) VALUES (?) ON CONFLICT DO NOTHING

-- ids: the numbers of some pictures, given as hexadecimal digests
SELECT lower(hex(p.digest)), p.id FROM json_each(?) w JOIN layer_pictures p ON p.digest = unhex(w.value)

-- known: every picture
SELECT id FROM layer_pictures

-- links: the pictures of the layers of some files
SELECT l.file_id, l.layer_id, lower(hex(p.digest)) FROM layer_links l JOIN layer_pictures p ON p.id = l.picture_id
WHERE l.file_id IN (SELECT value FROM json_each(?)) ORDER BY l.file_id, l.layer_id

-- every_link: picture, file and layer of each link, in that order
SELECT picture_id, file_id, layer_id FROM layer_links ORDER BY picture_id, file_id, layer_id

-- pictures_of_file: what the layers of a file link to
SELECT DISTINCT picture_id FROM layer_links WHERE file_id = ?

-- unlink: forget the links of a file
DELETE FROM layer_links WHERE file_id = ?

-- link: a layer looks like this
INSERT INTO layer_links (file_id, layer_id, picture_id) VALUES (?, ?, ?)

-- unused: those of some pictures that no layer links to
SELECT w.value FROM json_each(?) w WHERE NOT EXISTS (SELECT 1 FROM layer_links l WHERE l.picture_id = w.value)

-- every_unused: pictures that no layer links to
SELECT p.id FROM layer_pictures p WHERE NOT EXISTS (SELECT 1 FROM layer_links l WHERE l.picture_id = p.id)

-- delete: forget a picture
DELETE FROM layer_pictures WHERE id = ?

-- linked: files with the pictures of their layers
SELECT file_id, picture_id FROM layer_links

-- count: links and pictures
SELECT (SELECT count(*) FROM layer_links), (SELECT count(*) FROM layer_pictures)

-- to_do: present files below some roots whose layers are still to be looked at, and how many layers that is
SELECT count(*), coalesce(sum(f.pictured_layers), 0) FROM files f
LEFT JOIN tasks t ON t.file_id = f.id AND t.phase = :phase AND t.version_key = :version_key
WHERE f.missing_since IS NULL AND f.pictured_layers > 0 AND t.state IS NULL
AND NOT EXISTS (SELECT 1 FROM away a WHERE a.file_id = f.id)
AND (:roots IS NULL OR EXISTS (
    SELECT 1 FROM json_each(:roots) r
    WHERE f.key = r.value ->> 0 OR (f.key >= r.value ->> 1 AND f.key < r.value ->> 2)
))

-- average_ms: how long a phase took for a file, where it had anything to do
SELECT avg(took_ms) FROM tasks WHERE phase = ? AND version_key = ? AND state = 'done' AND took_ms > 0
