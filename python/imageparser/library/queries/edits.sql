-- add: what the user changed
INSERT INTO edits (kind, summary, changeset, at) VALUES (?, ?, ?, ?) RETURNING id

-- get: one change
SELECT id, kind, summary, at, undone_at, changeset FROM edits WHERE id = ?

-- listed: changes, the newest first
SELECT id, kind, summary, at, undone_at FROM edits ORDER BY id DESC LIMIT ? OFFSET ?

-- changesets: changes with what they did, the newest first, without those larger than a number of bytes
SELECT id, kind, summary, at, undone_at, changeset FROM edits WHERE length(changeset) <= ? ORDER BY id DESC

-- comments_of: the comments of a file, deleted ones too
SELECT id FROM comments WHERE file_id = ?

-- count: how many changes are kept
SELECT count(*) FROM edits

-- latest: the newest change that stands, or that was taken back
SELECT id FROM edits WHERE (undone_at IS NOT NULL) = ? ORDER BY coalesce(undone_at, 0) DESC, id DESC LIMIT 1

-- mark: when a change was taken back, null where it stands
UPDATE edits SET undone_at = ? WHERE id = ?

-- forget: the oldest changes, beyond a number of them or of bytes
DELETE FROM edits WHERE id IN (
    SELECT id FROM (
        SELECT id, row_number() OVER newer AS place, sum(length(changeset)) OVER newer AS bytes FROM edits
        WINDOW newer AS (ORDER BY id DESC)
    ) WHERE place > ? OR (bytes > ? AND place > 1)
)

-- commented: the files of some comments
SELECT DISTINCT file_id FROM comments WHERE id IN (SELECT value FROM json_each(?))
