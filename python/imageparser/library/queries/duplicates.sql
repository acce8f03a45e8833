-- looks: number, hash, sides, bytes and content of all present files that were read and are here
SELECT id, phash, width, height, size, digest FROM files INDEXED BY files_looks
WHERE missing_since IS NULL AND digest IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM away a WHERE a.file_id = files.id) ORDER BY id

-- looks_of: the same of some files
SELECT id, phash, width, height, size, digest FROM files
WHERE id IN (SELECT value FROM json_each(?)) AND missing_since IS NULL AND digest IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM away a WHERE a.file_id = files.id) ORDER BY id

-- facts: what the choice among duplicates goes by
SELECT f.id, f.key, f.raw, f.folder, f.digest, f.format, f.width, f.height, f.depth, f.size, f.mtime_ns,
    f.layer_count,
    coalesce(f.taken_at, f.mtime_ns / 1000000), f.added_at, coalesce(f.user_rating, f.rating), f.user_label,
    (SELECT count(*) FROM tags t WHERE t.file_id = f.id AND t.source = 'user')
FROM files f WHERE f.id IN (SELECT value FROM json_each(?)) ORDER BY f.id

-- placed: the collections in which some files stand
SELECT i.file_id, i.collection_id FROM collection_items i
WHERE i.file_id IN (SELECT value FROM json_each(?)) ORDER BY 1, 2

-- said: how many comments some files have, and whether a note
SELECT f.id, (SELECT count(*) FROM comments c WHERE c.file_id = f.id AND c.deleted_at IS NULL),
    EXISTS (SELECT 1 FROM notes n WHERE n.file_id = f.id)
FROM files f WHERE f.id IN (SELECT value FROM json_each(?)) ORDER BY 1

-- known: how many of some numbers are files
SELECT count(*) FROM files WHERE id IN (SELECT value FROM json_each(?))

-- apart: pairs that are no duplicates
SELECT first, second FROM not_duplicates ORDER BY first, second

-- decided: pairs that are no duplicates, by when the user said so, the newest first
SELECT first, second, at FROM not_duplicates ORDER BY at DESC, first, second

-- count_apart: how many pairs are no duplicates
SELECT count(*) FROM not_duplicates

-- keep_apart: no two of some files are duplicates
INSERT INTO not_duplicates (first, second, at)
SELECT a.value, b.value, :now FROM json_each(:ids) a JOIN json_each(:ids) b ON a.value < b.value
WHERE true ON CONFLICT DO NOTHING

-- let_together: any two of some files may be duplicates again
DELETE FROM not_duplicates
WHERE first IN (SELECT value FROM json_each(:ids)) AND second IN (SELECT value FROM json_each(:ids))

-- give_tags: the tags of the user, each in one spelling
INSERT INTO tags (file_id, tag, source, folded)
SELECT w.value ->> 0, min(t.tag), 'user', t.folded
FROM json_each(:pairs) w JOIN tags t ON t.file_id = w.value ->> 1 AND t.source = 'user'
WHERE NOT EXISTS (SELECT 1 FROM tags k WHERE k.file_id = w.value ->> 0 AND k.source = 'user' AND k.folded = t.folded)
GROUP BY w.value ->> 0, t.folded

-- collections_to: the collections that get a picture
SELECT DISTINCT i.collection_id FROM json_each(:pairs) w JOIN collection_items i ON i.file_id = w.value ->> 1
WHERE NOT EXISTS (SELECT 1 FROM collection_items k WHERE k.collection_id = i.collection_id AND k.file_id = w.value ->> 0)

-- give_collections: the place of the first duplicate is that of the kept one
INSERT INTO collection_items (collection_id, file_id, position, added_at)
SELECT i.collection_id, w.value ->> 0, min(i.position), :now
FROM json_each(:pairs) w JOIN collection_items i ON i.file_id = w.value ->> 1
WHERE true GROUP BY i.collection_id, w.value ->> 0 ON CONFLICT DO NOTHING

-- give_covers: the kept one stands for the collections that a duplicate stood for
UPDATE collections SET cover_id = w.value ->> 0 FROM json_each(:pairs) w WHERE collections.cover_id = w.value ->> 1

-- give_comments: the threads become one, in the order of time
UPDATE comments SET file_id = w.value ->> 0 FROM json_each(:pairs) w WHERE comments.file_id = w.value ->> 1

-- commented: which of some files have comments
SELECT DISTINCT file_id FROM comments WHERE file_id IN (SELECT value ->> 1 FROM json_each(:pairs))

-- give_ratings: the best rating, whether given here or in the file
UPDATE files SET user_rating = best.rating FROM (
    SELECT w.value ->> 0 AS keep, max(coalesce(o.user_rating, nullif(o.rating, 0))) AS rating
    FROM json_each(:pairs) w JOIN files o ON o.id = w.value ->> 1 GROUP BY w.value ->> 0
) best WHERE files.id = best.keep AND best.rating > coalesce(files.user_rating, files.rating, -1)

-- labels: the colour labels of some files
SELECT id, user_label FROM files WHERE user_label IS NOT NULL AND id IN (SELECT value FROM json_each(?))

-- notes: the notes of some files
SELECT file_id, body FROM notes WHERE file_id IN (SELECT value FROM json_each(?))
