-- start: note that a run has begun
INSERT INTO runs (kind, started_at, roots) VALUES (?, ?, ?) RETURNING id

-- finish: note what a run has done
UPDATE runs SET finished_at = ?, report = ? WHERE id = ?

-- last: the latest index run that came to its end
SELECT started_at, finished_at, report FROM runs
WHERE finished_at IS NOT NULL AND kind = 'index' AND report ->> 'error' IS NULL ORDER BY id DESC LIMIT 1

-- trim: keep the latest runs only, and the latest one over the same folders: it says that they are indexed
DELETE FROM runs WHERE id NOT IN (SELECT id FROM runs ORDER BY id DESC LIMIT ?)
AND id NOT IN (SELECT max(id) FROM runs WHERE kind = 'index' AND report IS NOT NULL GROUP BY roots)

-- forget_idle: forget the runs over a folder that found it as it was, the latest excepted
DELETE FROM runs WHERE kind = 'index' AND roots = :roots AND report ->> 'error' IS NULL
AND report ->> 'added' = 0 AND report ->> 'changed' = 0 AND report ->> 'moved' = 0 AND report ->> 'gone' = 0
AND json_array_length(report, '$.failed') = 0
AND id <> (SELECT max(id) FROM runs WHERE kind = 'index' AND roots = :roots AND report IS NOT NULL)

-- folders: the folders that index runs walked and that are still known, an outer one before those inside it
SELECT DISTINCT d.key, d.raw FROM runs r, json_each(r.roots) k JOIN directories d ON d.key = k.value
WHERE r.kind = 'index' ORDER BY d.key

-- listed: runs, the newest first, with their counts but without their lists
SELECT id, kind, started_at, finished_at, roots, json_object(
    'seen', report ->> 'seen', 'added', report ->> 'added', 'changed', report ->> 'changed', 'moved', report ->> 'moved',
    'gone', report ->> 'gone', 'unchanged', report ->> 'unchanged', 'elapsed_s', report ->> 'elapsed_s',
    'skipped', json_array_length(report, '$.skipped'), 'failed', json_array_length(report, '$.failed'),
    'error', json(report -> 'error'), 'cancelled', report ->> 'cancelled'
) FROM runs ORDER BY id DESC LIMIT ? OFFSET ?

-- count: how many runs are kept
SELECT count(*) FROM runs

-- get: one run with all that its report holds
SELECT id, kind, started_at, finished_at, roots, report FROM runs WHERE id = ?

-- root: what is known of the files below a folder, and when a run over it came to its end
SELECT count(*) FILTER (WHERE missing_since IS NULL), count(*) FILTER (WHERE missing_since IS NOT NULL),
    coalesce(sum(size) FILTER (WHERE missing_since IS NULL), 0),
    (SELECT count(DISTINCT t.file_id) FROM tasks t JOIN files f ON f.id = t.file_id
        WHERE t.state = 'failed' AND f.missing_since IS NULL AND f.key >= :first AND f.key < :behind),
    (SELECT count(*) FROM skipped WHERE key >= :first AND key < :behind),
    (SELECT max(r.finished_at) FROM runs r, json_each(r.roots) k
        WHERE r.kind = 'index' AND r.report ->> 'error' IS NULL AND k.value = :key)
FROM files WHERE key >= :first AND key < :behind
