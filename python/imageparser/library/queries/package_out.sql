-- order: present pictures that were read, by content and path
SELECT id, lower(hex(digest)), key FROM files WHERE missing_since IS NULL AND digest IS NOT NULL ORDER BY digest, key

-- below: present pictures below a folder
SELECT id FROM files WHERE missing_since IS NULL AND (key = :key OR (key >= :low AND key < :high))

-- unread: how many present pictures nobody has read
SELECT count(*) FROM files WHERE missing_since IS NULL AND digest IS NULL

-- files: what reading some pictures gave
SELECT id, lower(hex(digest)) AS digest, key, size, mtime_ns, added_at, format, width, height, depth, channels, color_mode,
    orientation, icc, frames, layer_count, has_merged, has_text, has_smart_object, has_adjustment, pictured_layers,
    pixel_source, taken_at, camera_make, camera_model, lens, gps_lat, gps_lon, rating, phash, blur, palette, exif, text,
    warnings
FROM files WHERE id IN (SELECT value FROM json_each(?))

-- layers: the layers of some pictures, bottom to top
SELECT file_id, layer_id, path, name, kind, visible, opacity, fill, blend, bbox, clipping, mask, text, fonts, effects,
    locks, color_label, smart_object, pictured
FROM layers WHERE file_id IN (SELECT value FROM json_each(?)) ORDER BY file_id, number

-- prompts: what generators wrote into some pictures, as far as it is known of their present content
SELECT p.file_id, p.record, p.prompt, p.negative, p.reader FROM prompts p JOIN files f ON f.id = p.file_id
WHERE p.size = f.size AND p.mtime_ns = f.mtime_ns AND p.file_id IN (SELECT value FROM json_each(?))

-- captions: every caption of some pictures
SELECT file_id, version_key, caption, tags, labels, image_type, source, quality, keyword_text, record, at FROM captions
WHERE file_id IN (SELECT value FROM json_each(?)) ORDER BY file_id, version_key

-- facets: what some pictures are filtered by because of their captions
SELECT file_id, name, value FROM caption_facets WHERE file_id IN (SELECT value FROM json_each(?)) ORDER BY 1, 2, 3

-- tags: the tags of some pictures
SELECT file_id, source, tag FROM tags WHERE file_id IN (SELECT value FROM json_each(?)) ORDER BY 1, 2, 3

-- done: what counts as done of some pictures
SELECT file_id, phase, version_key, at, took_ms FROM tasks
WHERE state = 'done' AND file_id IN (SELECT value FROM json_each(?)) ORDER BY 1, 2, 3

-- marks: rating, label and note of some pictures, where they have any
SELECT f.id, f.user_rating, f.user_label, n.body, n.at FROM files f LEFT JOIN notes n ON n.file_id = f.id
WHERE f.id IN (SELECT value FROM json_each(?))
AND (f.user_rating IS NOT NULL OR f.user_label IS NOT NULL OR n.body IS NOT NULL)

-- comments: the threads of some pictures
SELECT id, file_id, author, body, created_at, edited_at, deleted_at FROM comments
WHERE file_id IN (SELECT value FROM json_each(?)) ORDER BY file_id, created_at, id

-- versions: what the comments of some pictures said before
SELECT v.comment_id, v.body, v.at FROM comment_versions v JOIN comments c ON c.id = v.comment_id
WHERE c.file_id IN (SELECT value FROM json_each(?)) ORDER BY v.comment_id, v.number

-- used_tags: the tags of the user that some pictures have
SELECT DISTINCT folded FROM tags WHERE source = 'user' AND file_id IN (SELECT value FROM json_each(?))

-- items: the present pictures of a collection in their order, with the time since when
SELECT i.file_id, i.added_at FROM collection_items i JOIN files f ON f.id = i.file_id AND f.missing_since IS NULL
WHERE i.collection_id = ? ORDER BY i.position, i.file_id

-- layer_pictures: the pictures of layers under some numbers
SELECT id, lower(hex(digest)) FROM layer_pictures WHERE id IN (SELECT value FROM json_each(?))
