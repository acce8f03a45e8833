-- generation: a number that grows whenever a file appears, goes or moves
SELECT value FROM generations WHERE name = 'paths'

-- touch: files have appeared, gone or moved
UPDATE generations SET value = value + 1 WHERE name = 'paths'

-- sorted: the present ones of some files by path
SELECT f.id FROM json_each(?) w JOIN files f ON f.id = w.value AND f.missing_since IS NULL ORDER BY f.key

-- every: all present files by path
SELECT id FROM files WHERE missing_since IS NULL ORDER BY key

-- missing: all files that are not there
SELECT id FROM files WHERE missing_since IS NOT NULL

-- last: the highest id
SELECT coalesce(max(id), 0) FROM files
