-- add: say something about a picture
INSERT INTO comments (file_id, author, body, created_at) SELECT id, :author, :body, :now FROM files WHERE id = :file
RETURNING id

-- get: one comment
SELECT id, file_id, author, body, created_at, edited_at, deleted_at FROM comments WHERE id = ?

-- thread: the comments of a picture in the order of their time
SELECT id, file_id, author, body, created_at, edited_at, deleted_at FROM comments WHERE file_id = ? ORDER BY created_at, id

-- mentioning: the comments that stand and mention a name, the newest first
SELECT c.id, c.file_id, c.author, c.body, c.created_at, c.edited_at, c.deleted_at FROM comment_mentions m
JOIN comments c ON c.id = m.comment_id AND c.deleted_at IS NULL
WHERE m.folded = ? ORDER BY c.created_at DESC, c.id DESC LIMIT ?

-- keep: what a comment said before an edit
INSERT INTO comment_versions (comment_id, number, body, at)
SELECT :id, 1 + (SELECT count(*) FROM comment_versions WHERE comment_id = :id), body, coalesce(edited_at, created_at)
FROM comments WHERE id = :id

-- edit: a comment says something else
UPDATE comments SET body = :body, edited_at = :now WHERE id = :id

-- delete: a comment stands no longer
UPDATE comments SET deleted_at = ? WHERE id = ?

-- versions: what comments of a picture said before
SELECT v.comment_id, v.number, v.body, v.at FROM comment_versions v JOIN comments c ON c.id = v.comment_id
WHERE c.file_id = ? ORDER BY v.comment_id, v.number

-- forget_mentions: nobody is mentioned
DELETE FROM comment_mentions WHERE comment_id = ?

-- mention: somebody is mentioned
INSERT INTO comment_mentions (comment_id, folded, name) VALUES (?, ?, ?) ON CONFLICT DO NOTHING

-- names: who is mentioned or has written, with the number of mentions in comments that stand
SELECT min(name), sum(mentions) FROM (
    SELECT m.folded, m.name, 1 AS mentions FROM comment_mentions m
    JOIN comments c ON c.id = m.comment_id AND c.deleted_at IS NULL
    UNION ALL SELECT replace(lower(author), '_', ' '), author, 0 FROM comments WHERE deleted_at IS NULL
) GROUP BY folded ORDER BY 2 DESC, 1
