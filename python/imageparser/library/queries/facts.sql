-- highest: the highest number of a file
SELECT max(id) FROM files

-- present: the numbers of all present files
SELECT id FROM files WHERE missing_since IS NULL
