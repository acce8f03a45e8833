-- known: the codes of the tags of present files at some paths, where this version of the reader has looked
SELECT f.key, p.size, p.mtime_ns, f.file_id, p.name IS NOT NULL, p.tags
FROM json_each(:keys) w JOIN files f ON f.key = w.value AND f.missing_since IS NULL
JOIN prompts p ON p.file_id = f.id AND p.reader = :reader
