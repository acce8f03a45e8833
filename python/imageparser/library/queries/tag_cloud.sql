-- pairs: the tags from one source with their files, tag by tag
SELECT folded, file_id, tag FROM tags WHERE source = ? ORDER BY folded, file_id

-- pairs_of: the same for some files
SELECT folded, file_id, tag FROM tags WHERE source = ? AND file_id IN (SELECT value FROM json_each(?)) ORDER BY folded, file_id

-- prompts: the codes of the prompt tags of every file
SELECT file_id, tags FROM prompts WHERE tags IS NOT NULL

-- prompts_of: the same for some files
SELECT file_id, tags FROM prompts WHERE tags IS NOT NULL AND file_id IN (SELECT value FROM json_each(?))

-- prompt_tags: the names of some prompt tags by their numbers
SELECT id, tag FROM prompt_tags WHERE id IN (SELECT value FROM json_each(?))
