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

-- of_file: every name of the tags that the user gave a file, of those above them, too
WITH RECURSIVE up (folded) AS (
    SELECT folded FROM tags WHERE file_id = ? AND source = 'user'
    UNION SELECT n.parent FROM tag_nodes n JOIN up ON n.folded = up.folded WHERE n.parent IS NOT NULL
)
SELECT name FROM tag_nodes JOIN up USING (folded)
UNION ALL SELECT a.name FROM tag_aliases a JOIN up ON a.tag = up.folded

-- held: every name in the index
SELECT words, folded FROM tag_names
