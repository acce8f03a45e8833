-- add: a picture whose file is not on this machine
INSERT INTO away (file_id, at) VALUES (?, ?) ON CONFLICT DO NOTHING

-- settle: the file of a picture is here
DELETE FROM away WHERE file_id = ?

-- which: those of some pictures whose files are not on this machine
SELECT file_id FROM away WHERE file_id IN (SELECT value FROM json_each(?))

-- count: how many pictures have their files elsewhere
SELECT count(*) FROM away
