-- candidates: pictures with one of these contents: digest, number, path, whether missing, whether away
SELECT lower(hex(f.digest)), f.id, f.key, f.missing_since IS NOT NULL, EXISTS (SELECT 1 FROM away a WHERE a.file_id = f.id)
FROM json_each(?) w JOIN files f ON f.digest = unhex(w.value) ORDER BY f.id

-- unread: the present files at some paths that nobody has read
SELECT key, id FROM files WHERE missing_since IS NULL AND digest IS NULL AND key IN (SELECT value FROM json_each(?))

-- taken: those of some paths at which a file is
SELECT key FROM files WHERE missing_since IS NULL AND key IN (SELECT value FROM json_each(?))

-- known: those of some pictures that the library still knows
SELECT id FROM files WHERE id IN (SELECT value FROM json_each(?))

-- add: a picture of a package
INSERT INTO files (key, raw, folder, size, mtime_ns, file_id, added_at) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id

-- describe: what reading a picture gave
UPDATE files SET digest = unhex(:digest), format = :format, width = :width, height = :height, depth = :depth,
    channels = :channels, color_mode = :color_mode, orientation = :orientation, icc = :icc, frames = :frames,
    layer_count = :layer_count, has_merged = :has_merged, has_text = :has_text, has_smart_object = :has_smart_object,
    has_adjustment = :has_adjustment, pictured_layers = :pictured_layers, pixel_source = :pixel_source,
    taken_at = :taken_at, camera_make = :camera_make, camera_model = :camera_model, lens = :lens, gps_lat = :gps_lat,
    gps_lon = :gps_lon, rating = :rating, phash = :phash, blur = :blur, palette = :palette, exif = :exif, text = :text,
    warnings = :warnings
WHERE id = :id

-- prompt_reader: which version of the reader a record came from
UPDATE prompts SET reader = ?2 WHERE file_id = ?1

-- prompts_read: which version of the reader has looked into a picture
UPDATE files SET prompts_read = ?2 WHERE id = ?1

-- last_caption: when the caption in use was written
SELECT max(at) FROM captions WHERE file_id = ?

-- caption: what a model said of a picture, where nothing is known of it
INSERT INTO captions (file_id, version_key, caption, tags, labels, image_type, source, quality, keyword_text, record, at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING

-- done: a phase of a picture counts as done, where nothing is known of it
INSERT INTO tasks (file_id, phase, version_key, state, attempts, at, took_ms)
SELECT ?1, ?2, ?3, 'done', 1, ?4, ?5 WHERE EXISTS (SELECT 1 FROM files WHERE id = ?1 AND digest IS NOT NULL)
ON CONFLICT DO NOTHING

-- comments: the thread of a picture as it is kept
SELECT id, author, body, created_at, edited_at, deleted_at FROM comments WHERE file_id = ? ORDER BY created_at, id

-- add_comment: a comment with its times
INSERT INTO comments (file_id, author, body, created_at, edited_at, deleted_at) VALUES (?, ?, ?, ?, ?, ?) RETURNING id

-- change_comment: a comment with its times in place of what it said
UPDATE comments SET body = ?2, edited_at = ?3, deleted_at = ?4 WHERE id = ?1

-- drop_versions: forget what a comment said before
DELETE FROM comment_versions WHERE comment_id = ?

-- add_version: what a comment said before
INSERT INTO comment_versions (comment_id, number, body, at) VALUES (?, ?, ?, ?)

-- date_collection: the times of a collection
UPDATE collections SET created_at = ?2, updated_at = ?3 WHERE id = ?1

-- date_item: since when a picture is in a collection
UPDATE collection_items SET added_at = ?3 WHERE collection_id = ?1 AND file_id = ?2

-- date_preset: the times of a filter preset
UPDATE filter_presets SET created_at = ?2, updated_at = ?3 WHERE id = ?1

-- date_tag: when a tag was made or changed
UPDATE tag_nodes SET at = ?2 WHERE folded = ?1

-- alias: another word for a tag, unless it says something already
INSERT INTO tag_aliases (folded, name, tag) SELECT ?1, ?2, ?3
WHERE NOT EXISTS (SELECT 1 FROM tag_nodes WHERE folded = ?1) ON CONFLICT DO NOTHING

-- move_prompt: the marks of a file whose record is known
UPDATE prompts SET size = ?2, mtime_ns = ?3 WHERE file_id = ?1
