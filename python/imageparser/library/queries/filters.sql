-- type: files whose caption in use (the newest) says one of these types
SELECT c.file_id FROM captions c WHERE c.image_type IN (SELECT value FROM json_each(?))
AND c.at = (SELECT max(n.at) FROM captions n WHERE n.file_id = c.file_id)

-- seen: files whose caption in use says one of these, each as name:value of a typed field
SELECT c.file_id FROM json_each(?) w JOIN caption_facets c
ON c.name = substr(w.value, 1, instr(w.value, ':') - 1) AND c.value = substr(w.value, instr(w.value, ':') + 1)

-- tag: files with one of these tags, by any of its names, or with a tag below it
WITH RECURSIVE asked (folded) AS (SELECT value FROM json_each(?)),
wanted (folded) AS (
    SELECT folded FROM asked
    UNION SELECT a.tag FROM tag_aliases a JOIN asked USING (folded)
    UNION SELECT n.folded FROM tag_nodes n JOIN wanted w ON n.parent = w.folded
)
SELECT file_id FROM tags WHERE folded IN (
    SELECT folded FROM wanted UNION SELECT a.folded FROM tag_aliases a JOIN wanted w ON a.tag = w.folded
)

-- folders: files in a folder that is, or is below, one whose path holds these names in a row
WITH RECURSIVE every (folder) AS (
    SELECT min(folder) FROM files
    UNION ALL SELECT (SELECT min(f.folder) FROM files f WHERE f.folder > every.folder) FROM every
    WHERE every.folder IS NOT NULL
)
SELECT folder FROM every WHERE folder || '/' LIKE ? ESCAPE '\'

-- note: files whose note holds a text
SELECT file_id FROM notes WHERE body LIKE ? ESCAPE '\'

-- comment: files with a comment that holds a text
SELECT file_id FROM comments WHERE deleted_at IS NULL AND body LIKE ? ESCAPE '\'

-- author: files with a comment of somebody
SELECT file_id FROM comments WHERE deleted_at IS NULL AND author LIKE ? ESCAPE '\'

-- mention: files with a comment that mentions one of these names
SELECT c.file_id FROM comment_mentions m JOIN comments c ON c.id = m.comment_id AND c.deleted_at IS NULL
WHERE m.folded IN (SELECT value FROM json_each(?))

-- has_mask: documents with a layer that has a mask
SELECT file_id FROM layers WHERE mask <> 0

-- has_font: documents that use a font
SELECT file_id FROM fonts

-- has_prompt: files with a generator's record
SELECT file_id FROM prompts WHERE name IS NOT NULL

-- has_lora: files that were made with a LoRA
SELECT file_id FROM prompt_loras

-- has_comment: files with a comment that stands
SELECT file_id FROM comments WHERE deleted_at IS NULL

-- has_note: files with a note
SELECT file_id FROM notes

-- has_tag: files with a tag that the user gave
SELECT file_id FROM tags WHERE source = 'user'

-- has_caption: files with a caption
SELECT file_id FROM captions

-- has_collection: files in a collection
SELECT file_id FROM collection_items
