-- numbers: the numbers of some tags
SELECT t.tag, t.id FROM json_each(?) w JOIN prompt_tags t ON t.tag = w.value

-- number: give a tag a number
INSERT INTO prompt_tags (tag) VALUES (?) ON CONFLICT DO NOTHING

-- tags: some tags by number
SELECT t.id, t.tag FROM json_each(?) w JOIN prompt_tags t ON t.id = w.value

-- between: the sets of files of one tag and kind
SELECT id, bits FROM prompt_postings WHERE id BETWEEN ? AND ?

-- some: some sets of files
SELECT id, bits FROM prompt_postings WHERE id IN (SELECT value FROM json_each(?))

-- put: a set of files
INSERT INTO prompt_postings (id, bits) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET bits = excluded.bits

-- delete: a set of files that has become empty
DELETE FROM prompt_postings WHERE id = ?

-- chunk: all sets of files out of one chunk
SELECT id, bits FROM prompt_postings WHERE (id & 16777215) = ?

-- clear: forget every set of files
DELETE FROM prompt_postings

-- pending: files whose postings are behind: what these hold of them, and what they should
SELECT w.file_id, w.posted, p.tags FROM prompt_pending w LEFT JOIN prompts p ON p.file_id = w.file_id

-- expect: some files will get other tags: note what the postings hold of them, where that is not noted yet
INSERT INTO prompt_pending (file_id, posted) SELECT f.id, p.tags
FROM json_each(?) w JOIN files f ON f.id = w.value LEFT JOIN prompts p ON p.file_id = f.id WHERE true
ON CONFLICT DO NOTHING

-- same: files whose tags are those that the postings hold after all
DELETE FROM prompt_pending WHERE file_id IN (SELECT value FROM json_each(?))
AND posted IS (SELECT tags FROM prompts p WHERE p.file_id = prompt_pending.file_id)

-- pending_count: how many files the postings are behind with
SELECT count(*) FROM prompt_pending

-- clear_pending: the postings are not behind any more
DELETE FROM prompt_pending

-- wanted: the tags of the files in a range of ids
SELECT file_id, tags FROM prompts WHERE tags IS NOT NULL AND file_id >= ? AND file_id < ?

-- last_file: the highest id of a file
SELECT coalesce(max(file_id), 0) FROM prompts

-- last_chunk: the highest chunk that any set of files stands for
SELECT coalesce(max(id & 16777215), 0) FROM prompt_postings

-- in_use: how many tags any file has
SELECT count(DISTINCT id >> ?) FROM prompt_postings
