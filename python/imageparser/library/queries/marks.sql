-- set_rating: the rating that the user gave
UPDATE files SET user_rating = :rating
WHERE id IN (SELECT value FROM json_each(:ids)) AND user_rating IS NOT :rating

-- set_label: the colour label that the user gave
UPDATE files SET user_label = :label
WHERE id IN (SELECT value FROM json_each(:ids)) AND user_label IS NOT :label

-- put_note: what the user wrote about a file
INSERT INTO notes (file_id, body, at) VALUES (?, ?, ?)
ON CONFLICT (file_id) DO UPDATE SET body = excluded.body, at = excluded.at WHERE body IS NOT excluded.body

-- drop_note: take a note away
DELETE FROM notes WHERE file_id = ?

-- note: what the user wrote about a file
SELECT body FROM notes WHERE file_id = ?

-- label: the colour label of a file
SELECT user_label FROM files WHERE id = ?
