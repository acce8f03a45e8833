-- by_ids: rows of some files
SELECT id, key, raw, folder, size, mtime_ns, added_at, missing_since, coalesce(user_rating, rating), user_label,
    lower(hex(digest)), format,
    width, height, depth, channels, color_mode, orientation, icc, layer_count, has_merged, has_text, has_smart_object,
    has_adjustment, pixel_source, taken_at, camera_make, camera_model, lens, gps_lat, gps_lon, phash, blur, palette,
    exif, text, warnings
FROM files WHERE id IN (SELECT value FROM json_each(?))

-- id_of_key: the file at a path, a present one before a missing one
SELECT id FROM files WHERE key = ? ORDER BY missing_since IS NOT NULL, missing_since DESC LIMIT 1

-- before_record: what a record is compared with
SELECT key, raw, folder, size, mtime_ns, file_id, digest, user_rating,
    user_label IS NOT NULL OR EXISTS (SELECT 1 FROM tags WHERE tags.file_id = files.id AND source = 'user')
    OR EXISTS (SELECT 1 FROM notes WHERE notes.file_id = files.id)
    OR EXISTS (SELECT 1 FROM comments WHERE comments.file_id = files.id)
    OR EXISTS (SELECT 1 FROM collection_items WHERE collection_items.file_id = files.id)
FROM files WHERE id = ?

-- lost_twin: the missing file with this content that went last; of those that went together, one of the same name; else
-- one that a package brought and whose file was elsewhere
SELECT id, coalesce(missing_since, a.at) FROM files LEFT JOIN away a ON a.file_id = files.id
WHERE digest = :digest AND (missing_since IS NOT NULL OR a.file_id IS NOT NULL) AND id <> :id
ORDER BY missing_since DESC, (CASE WHEN substr(key, length(folder) + 2) = :name THEN 0 ELSE 1 END), id LIMIT 1

-- delete: remove a row that another row has taken the place of
DELETE FROM files WHERE id = ?

-- store: everything that a read of the file gave
UPDATE files SET size = :size, mtime_ns = :mtime_ns, file_id = :file_id, digest = :digest, format = :format,
    width = :width, height = :height, depth = :depth, channels = :channels, color_mode = :color_mode,
    orientation = :orientation, icc = :icc, frames = :frames, layer_count = :layer_count, has_merged = :has_merged,
    has_text = :has_text, has_smart_object = :has_smart_object, has_adjustment = :has_adjustment,
    pictured_layers = :pictured_layers, pixel_source = :pixel_source, taken_at = :taken_at,
    camera_make = :camera_make, camera_model = :camera_model, lens = :lens, gps_lat = :gps_lat, gps_lon = :gps_lon, rating = :rating, phash = :phash, blur = :blur,
    palette = :palette, exif = :exif, text = :text, warnings = :warnings, missing_since = NULL
WHERE id = :id

-- digests: every content that a row speaks of
SELECT DISTINCT lower(hex(digest)) FROM files WHERE digest IS NOT NULL

-- parsed: those of some files that an index run has read
SELECT id FROM files WHERE id IN (SELECT value FROM json_each(?)) AND digest IS NOT NULL

-- highest: the highest number of a file
SELECT max(id) FROM files
