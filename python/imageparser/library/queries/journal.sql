-- begin: a job that is about to change files
INSERT INTO journal_jobs (kind, folder, parameters, digest, owner, state, created_at, undoes)
VALUES (:kind, :folder, :parameters, :digest, :owner, :state, :now, :undoes) RETURNING id

-- put_item: a file that a job is to move
INSERT INTO journal_items (job_id, number, picture, source, target, temporary, size, mtime_ns, file_id, state)
VALUES (:job, :number, :picture, :source, :target, :temporary, :size, :mtime_ns, :file_id, :state)

-- put_folder: a folder that a job is to make
INSERT INTO journal_folders (job_id, raw) VALUES (?, ?) ON CONFLICT DO NOTHING

-- settle: what became of a file
UPDATE journal_items SET state = :state, message = :message, size = :size, mtime_ns = :mtime_ns, file_id = :file_id,
    digest = :digest
WHERE job_id = :job AND number = :number

-- own: a process takes a job over
UPDATE journal_jobs SET owner = :owner, state = :state, finished_at = NULL WHERE id = :job

-- finish: a job has ended
UPDATE journal_jobs SET state = :state, finished_at = :now WHERE id = :job

-- give_up: what a job has not begun it will not do any more
UPDATE journal_items SET state = 'given_up' WHERE job_id = ? AND state = 'pending'

-- prune: forget jobs that have ended but for the newest, and for later ones that can be undone
DELETE FROM journal_jobs WHERE state <> :applying
AND id NOT IN (SELECT id FROM journal_jobs ORDER BY id DESC LIMIT :keep)
AND (state = :undone OR finished_at < :before
    OR NOT EXISTS (SELECT 1 FROM journal_items i WHERE i.job_id = journal_jobs.id AND i.state = 'done'))

-- job: one job
SELECT id, kind, folder, parameters, digest, owner, state, created_at, finished_at, undoes FROM journal_jobs WHERE id = ?

-- in_state: the jobs in a state, the oldest first
SELECT id, kind, folder, parameters, digest, owner, state, created_at, finished_at, undoes FROM journal_jobs
WHERE state = ? ORDER BY id

-- latest: the last job of a kind with the same request
SELECT id, kind, folder, parameters, digest, owner, state, created_at, finished_at, undoes FROM journal_jobs
WHERE kind = ? AND digest = ? ORDER BY id DESC LIMIT 1

-- listed: jobs with the numbers of their pictures: all, done, failed; the newest first
SELECT j.id, j.kind, j.folder, j.parameters, j.digest, j.owner, j.state, j.created_at, j.finished_at, j.undoes,
    count(i.number), count(i.number) FILTER (WHERE i.state = 'done'), count(i.number) FILTER (WHERE i.state = 'failed')
FROM journal_jobs j LEFT JOIN journal_items i ON i.job_id = j.id AND i.picture = i.number
WHERE :folder IS NULL OR j.folder = :folder
GROUP BY j.id ORDER BY j.id DESC LIMIT :limit OFFSET :offset

-- count: how many jobs there are
SELECT count(*) FROM journal_jobs WHERE :folder IS NULL OR folder = :folder

-- items: the files of a job in the order in which they are moved
SELECT number, picture, source, target, temporary, size, mtime_ns, file_id, digest, state, message FROM journal_items
WHERE job_id = ? ORDER BY number

-- folders: the folders that a job was to make, outer ones first
SELECT raw FROM journal_folders WHERE job_id = ? ORDER BY raw

-- place_of: the present file at a path, and its bytes
SELECT id, raw FROM files WHERE key = ? AND missing_since IS NULL
