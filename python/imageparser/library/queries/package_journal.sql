-- unfinished: an import of this package that was broken off
SELECT id, stage, position, report FROM package_imports WHERE package = ? AND request = ? AND finished_at IS NULL
ORDER BY id DESC LIMIT 1

-- begin: an import begins
INSERT INTO package_imports (package, request, started_at) VALUES (?, ?, ?) RETURNING id

-- advance: a part of an import is in
UPDATE package_imports SET stage = :stage, position = :position, report = :report
WHERE id = :id AND stage = :from_stage AND position = :from_position AND finished_at IS NULL

-- finish: an import is done
UPDATE package_imports SET finished_at = ? WHERE id = ?

-- match: which picture of the library a picture of the package is
INSERT INTO package_matches (import_id, number, file_id) VALUES (?, ?, ?)

-- matches: every picture of the package that is in
SELECT number, file_id FROM package_matches WHERE import_id = ? ORDER BY number

-- forget: the matches of an import are needed no more
DELETE FROM package_matches WHERE import_id = ?

-- reports: what imports have done
SELECT report FROM package_imports
