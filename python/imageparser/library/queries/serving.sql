-- get: the version key that answers for a slot
SELECT version_key FROM serving WHERE slot = ?

-- put: another version key answers for a slot
INSERT INTO serving (slot, version_key, since) VALUES (?, ?, ?)
ON CONFLICT (slot) DO UPDATE SET version_key = excluded.version_key, since = excluded.since

-- since: when a version key began to answer for a slot
SELECT since FROM serving WHERE slot = ?

-- left: present files that lose a vector if the current keys answer from now on, and that may still get their new one
SELECT count(*) FROM files f WHERE f.missing_since IS NULL AND NOT EXISTS (SELECT 1 FROM away a WHERE a.file_id = f.id) AND EXISTS (
    SELECT 1 FROM json_each(:phases) p
    JOIN tasks o ON o.file_id = f.id AND o.phase = p.value ->> 0 AND o.version_key = :served AND o.state = 'done'
    WHERE NOT EXISTS (
        SELECT 1 FROM tasks n WHERE n.file_id = f.id AND n.phase = p.value ->> 0 AND n.version_key = p.value ->> 1
        AND (n.state = 'done' OR n.attempts >= :max_attempts OR n.code IN (SELECT value FROM json_each(:final_codes)))
    )
    AND NOT EXISTS (
        SELECT 1 FROM json_each(p.value -> 2) d
        JOIN tasks n ON n.file_id = f.id AND n.phase = d.value ->> 0 AND n.version_key = d.value ->> 1
        WHERE n.state = 'failed'
        AND (n.attempts >= :max_attempts OR n.code IN (SELECT value FROM json_each(:final_codes)))
    )
)

-- forget_tasks: some tasks of a phase under a version key count as never done
DELETE FROM tasks WHERE phase = :phase AND version_key = :version_key AND file_id IN (
    SELECT file_id FROM tasks WHERE phase = :phase AND version_key = :version_key LIMIT :limit
)
