-- some: what a list of pictures shows of some files
SELECT f.id, f.raw, coalesce(f.user_rating, f.rating), f.user_label, lower(hex(f.digest)), f.format, f.width, f.height,
    f.size, coalesce(f.taken_at, f.mtime_ns / 1000000), coalesce(f.layer_count, 0), p.name IS NOT NULL,
    (SELECT count(*) FROM comments c WHERE c.file_id = f.id AND c.deleted_at IS NULL)
FROM json_each(?) w JOIN files f ON f.id = w.value LEFT JOIN prompts p ON p.file_id = f.id
