-- items: content and path of the pictures of a collection, in their order
SELECT lower(hex(f.digest)), f.key FROM collection_items i JOIN files f ON f.id = i.file_id AND f.digest IS NOT NULL
WHERE i.collection_id = ? ORDER BY i.position, i.file_id

-- file: content and path of a picture
SELECT lower(hex(digest)), key FROM files WHERE id = ? AND digest IS NOT NULL

-- by_digest: files with one of these contents, present ones first
SELECT lower(hex(f.digest)), f.key, f.id FROM json_each(?) w JOIN files f ON f.digest = unhex(w.value)
ORDER BY f.missing_since IS NOT NULL, f.id
