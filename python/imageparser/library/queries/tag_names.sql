-- add: the words of a name of a tag, under the folded form of the tag
INSERT INTO tag_names (words, folded) VALUES (?, ?)

-- clear: forget all names
DELETE FROM tag_names

-- names: every name and alias with the tag that it stands for
SELECT name, folded FROM tag_nodes UNION ALL SELECT name, tag FROM tag_aliases

-- files: files that the user gave a tag of which a name matches, or one below it
WITH RECURSIVE wanted (folded) AS (
    SELECT folded FROM tag_names WHERE tag_names MATCH ?
    UNION SELECT n.folded FROM tag_nodes n JOIN wanted w ON n.parent = w.folded
)
SELECT DISTINCT file_id FROM tags WHERE source = 'user' AND folded IN (SELECT folded FROM wanted) ORDER BY file_id
