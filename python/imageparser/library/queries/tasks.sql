-- pending: files that a phase has not done under the current key and may try
SELECT f.id, f.key, f.raw, lower(hex(f.digest)) FROM files f
LEFT JOIN tasks t ON t.file_id = f.id AND t.phase = :phase AND t.version_key = :version_key
WHERE f.missing_since IS NULL AND f.id > :after AND NOT EXISTS (SELECT 1 FROM away a WHERE a.file_id = f.id)
AND (t.state IS NULL OR (t.state = 'failed' AND t.attempts < :max_attempts AND t.at < :failed_before
    AND t.code NOT IN (SELECT value FROM json_each(:final_codes)))
    OR (t.state = 'waiting' AND :waiting AND t.at < :failed_before))
AND NOT EXISTS (
    SELECT 1 FROM json_each(:needs) n WHERE NOT EXISTS (
        SELECT 1 FROM tasks d WHERE d.file_id = f.id AND d.phase = n.value ->> 0 AND d.version_key = n.value ->> 1
        AND d.state IN ('done', 'waiting')
    )
)
AND (:roots IS NULL OR EXISTS (
    SELECT 1 FROM json_each(:roots) r
    WHERE f.key = r.value ->> 0 OR (f.key >= r.value ->> 1 AND f.key < r.value ->> 2)
))
ORDER BY f.id LIMIT :limit

-- claim: those of some files that a phase has not done under the current key and may try
SELECT f.id, f.key, f.raw, lower(hex(f.digest)) FROM json_each(:ids) w CROSS JOIN files f ON f.id = w.value
LEFT JOIN tasks t ON t.file_id = f.id AND t.phase = :phase AND t.version_key = :version_key
WHERE f.missing_since IS NULL AND NOT EXISTS (SELECT 1 FROM away a WHERE a.file_id = f.id)
AND (t.state IS NULL OR (t.state = 'failed' AND t.attempts < :max_attempts AND t.at < :failed_before
    AND t.code NOT IN (SELECT value FROM json_each(:final_codes)))
    OR (t.state = 'waiting' AND :waiting AND t.at < :failed_before))
AND NOT EXISTS (
    SELECT 1 FROM json_each(:needs) n WHERE NOT EXISTS (
        SELECT 1 FROM tasks d WHERE d.file_id = f.id AND d.phase = n.value ->> 0 AND d.version_key = n.value ->> 1
        AND d.state IN ('done', 'waiting')
    )
)
ORDER BY f.id

-- done: a phase has stored its result for a file
INSERT INTO tasks (file_id, phase, version_key, state, attempts, at, took_ms) VALUES (?, ?, ?, 'done', 1, ?, ?)
ON CONFLICT (file_id, phase, version_key) DO UPDATE SET state = 'done', attempts = attempts + 1, code = NULL,
    message = NULL, at = excluded.at, took_ms = excluded.took_ms

-- failed: a phase could not do a file
INSERT INTO tasks (file_id, phase, version_key, state, attempts, code, message, at)
SELECT :file_id, :phase, :version_key, 'failed', 1, :code, :message, :now
WHERE EXISTS (SELECT 1 FROM files WHERE id = :file_id)
ON CONFLICT (file_id, phase, version_key) DO UPDATE SET state = 'failed', attempts = attempts + 1,
    code = excluded.code, message = excluded.message, at = excluded.at

-- wait: a phase waits with a file for something that is not the file's fault
INSERT INTO tasks (file_id, phase, version_key, state, attempts, code, message, at)
SELECT :file_id, :phase, :version_key, 'waiting', 0, :code, :message, :now
WHERE EXISTS (SELECT 1 FROM files WHERE id = :file_id)
ON CONFLICT (file_id, phase, version_key) DO UPDATE SET state = 'waiting', code = excluded.code,
    message = excluded.message, at = excluded.at WHERE state <> 'done'

-- waiting: how many present files a phase waits with, and the latest reason
SELECT n.value ->> 0, count(*), t.code, t.message, max(t.at) FROM json_each(:keys) n
JOIN tasks t ON t.phase = n.value ->> 0 AND t.version_key = n.value ->> 1 AND t.state = 'waiting'
JOIN files f ON f.id = t.file_id AND f.missing_since IS NULL
WHERE :roots IS NULL OR EXISTS (
    SELECT 1 FROM json_each(:roots) r
    WHERE f.key = r.value ->> 0 OR (f.key >= r.value ->> 1 AND f.key < r.value ->> 2)
)
GROUP BY n.key ORDER BY n.key

-- supersede: a phase of a file counts under one version key only
DELETE FROM tasks WHERE file_id = ? AND phase = ? AND version_key <> ?

-- reset_file: some phases of a file are to be done again
DELETE FROM tasks WHERE file_id = :file_id AND phase IN (SELECT value FROM json_each(:phases))

-- reset_failed: a file deserves new attempts
DELETE FROM tasks WHERE file_id = ? AND state = 'failed'

-- retry: failures of present files below some roots count no more
DELETE FROM tasks WHERE state = 'failed' AND file_id IN (
    SELECT f.id FROM files f JOIN json_each(:roots) r
    ON f.key = r.value ->> 0 OR (f.key >= r.value ->> 1 AND f.key < r.value ->> 2) WHERE f.missing_since IS NULL
)

-- reset_all: nothing of a file counts as done
DELETE FROM tasks WHERE file_id = ?

-- reset_roots: some phases of every present file below some roots are to be done again
DELETE FROM tasks WHERE phase IN (SELECT value FROM json_each(:phases)) AND file_id IN (
    SELECT f.id FROM files f WHERE f.missing_since IS NULL AND NOT EXISTS (SELECT 1 FROM away a WHERE a.file_id = f.id) AND (:roots IS NULL OR EXISTS (
        SELECT 1 FROM json_each(:roots) r
        WHERE f.key = r.value ->> 0 OR (f.key >= r.value ->> 1 AND f.key < r.value ->> 2)
    ))
)

-- counts: present files by phase and state under the current keys
SELECT n.value ->> 0, count(*) FILTER (WHERE t.state = 'done'), count(*) FILTER (WHERE t.state = 'failed'),
    count(*) FILTER (WHERE t.state IS NULL OR t.state = 'waiting')
FROM json_each(:keys) n CROSS JOIN files f
LEFT JOIN tasks t ON t.file_id = f.id AND t.phase = n.value ->> 0 AND t.version_key = n.value ->> 1
WHERE f.missing_since IS NULL AND (t.state IS NOT NULL OR NOT EXISTS (SELECT 1 FROM away a WHERE a.file_id = f.id))
GROUP BY n.key ORDER BY n.key

-- failures: present files below some roots whose latest attempt failed
SELECT f.raw, t.phase, t.code, t.message, t.attempts FROM json_each(:keys) n
JOIN tasks t ON t.phase = n.value ->> 0 AND t.version_key = n.value ->> 1 AND t.state = 'failed'
JOIN files f ON f.id = t.file_id
WHERE (f.missing_since IS NULL OR t.at >= :since) AND (:roots IS NULL OR EXISTS (
    SELECT 1 FROM json_each(:roots) r
    WHERE f.key = r.value ->> 0 OR (f.key >= r.value ->> 1 AND f.key < r.value ->> 2)
))
ORDER BY f.key, n.key
