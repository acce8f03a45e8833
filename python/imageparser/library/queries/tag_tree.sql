-- nodes: every tag of the user with the number of present files that have it
SELECT n.folded, n.name, n.parent, n.color, n.at, (
    SELECT count(*) FROM tags t JOIN files f ON f.id = t.file_id AND f.missing_since IS NULL
    WHERE t.folded = n.folded AND t.source = 'user'
) FROM tag_nodes n ORDER BY n.folded

-- aliases: every other word for a tag
SELECT name, tag FROM tag_aliases ORDER BY folded

-- tree: every tag of the user, uncounted
SELECT folded, name, parent, color, at, 0 FROM tag_nodes

-- resolved_aliases: the folded forms of other words with those of the tags that they stand for
SELECT folded, tag FROM tag_aliases

-- resolve: the tag that a name or an alias stands for
SELECT folded, name FROM tag_nodes WHERE folded = coalesce((SELECT tag FROM tag_aliases WHERE folded = :name), :name)

-- add: a tag of the user
INSERT INTO tag_nodes (folded, name, parent, color, at) VALUES (:folded, :name, :parent, :color, :now)

-- change: spelling, place and colour of a tag
UPDATE tag_nodes SET name = :name, parent = :parent, color = :color WHERE folded = :folded

-- node: one tag of the user
SELECT folded, name, parent, color, at, 0 FROM tag_nodes WHERE folded = ?

-- above: a tag and all that stand above it
WITH RECURSIVE up (folded) AS (
    SELECT ? UNION SELECT n.parent FROM tag_nodes n JOIN up ON n.folded = up.folded WHERE n.parent IS NOT NULL
)
SELECT folded FROM up

-- spell: the tag on the files is written as its node is
UPDATE tags SET tag = :name WHERE folded = :folded AND source = 'user' AND tag <> :name

-- hand_over: files with one tag have another
INSERT INTO tags (file_id, tag, source, folded)
SELECT file_id, :name, 'user', :to FROM tags WHERE folded = :from AND source = 'user'
ON CONFLICT DO NOTHING

-- strip: no file has a tag of the user
DELETE FROM tags WHERE folded = ? AND source = 'user'

-- adopt: what stood below one tag stands below another, null for none
UPDATE tag_nodes SET parent = :to WHERE parent = :from AND folded IS NOT :to

-- move_aliases: other words for one tag are those of another
UPDATE tag_aliases SET tag = :to WHERE tag = :from

-- drop: forget a tag with its aliases
DELETE FROM tag_nodes WHERE folded = ?

-- alias: another word for a tag
INSERT INTO tag_aliases (folded, name, tag) VALUES (?, ?, ?)
ON CONFLICT (folded) DO UPDATE SET name = excluded.name, tag = excluded.tag

-- drop_aliases: forget the other words for a tag
DELETE FROM tag_aliases WHERE tag = ?

-- drop_alias: forget one other word
DELETE FROM tag_aliases WHERE folded = ?
