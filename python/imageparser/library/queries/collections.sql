-- every: all collections with the number of their present pictures
SELECT c.id, c.parent_id, c.name, c.description, c.query, c.cover_id, c.created_at, c.updated_at, (
    SELECT count(*) FROM collection_items i JOIN files f ON f.id = i.file_id AND f.missing_since IS NULL
    WHERE i.collection_id = c.id
) FROM collections c ORDER BY c.position, c.folded, c.id

-- names: number and name of every collection, and whether it is a smart one
SELECT id, name, query IS NOT NULL FROM collections ORDER BY folded, id

-- size: how many pictures a collection by hand has
SELECT count(*) FROM collection_items WHERE collection_id = ?

-- get: one collection with the number of its pictures
SELECT c.id, c.parent_id, c.name, c.description, c.query, c.cover_id, c.created_at, c.updated_at,
    (SELECT count(*) FROM collection_items i WHERE i.collection_id = c.id)
FROM collections c WHERE c.id = ?

-- below: a collection and all inside it
WITH RECURSIVE inside (id) AS (
    SELECT id FROM collections WHERE id = ? UNION SELECT c.id FROM collections c JOIN inside i ON c.parent_id = i.id
)
SELECT id FROM inside

-- taken: the collection that has a name in a place
SELECT id FROM collections WHERE coalesce(parent_id, 0) = coalesce(?, 0) AND folded = ?

-- is_file: whether the library has a picture
SELECT EXISTS (SELECT 1 FROM files WHERE id = ?)

-- create: make a collection
INSERT INTO collections (parent_id, name, folded, description, query, created_at, updated_at, position)
VALUES (:parent, :name, :folded, :description, :query, :now, :now, :gap + (
    SELECT coalesce(max(position), 0) FROM collections WHERE coalesce(parent_id, 0) = coalesce(:parent, 0)
)) RETURNING id

-- change: what the user says of a collection; in another place it stands at the end
UPDATE collections SET name = :name, folded = :folded, parent_id = :parent_id, description = :description,
    query = :query, cover_id = :cover_id, updated_at = :now,
    position = CASE WHEN parent_id IS :parent_id THEN position ELSE :gap + (
        SELECT coalesce(max(o.position), 0) FROM collections o WHERE coalesce(o.parent_id, 0) = coalesce(:parent_id, 0)
    ) END
WHERE id = :id

-- siblings: where the collections of a place stand
SELECT id, position FROM collections WHERE coalesce(parent_id, 0) = coalesce(?, 0) ORDER BY position, folded, id

-- put: where a collection stands
UPDATE collections SET position = ? WHERE id = ?

-- delete: forget a collection
DELETE FROM collections WHERE id = ?

-- touch: a collection has changed
UPDATE collections SET updated_at = ? WHERE id = ?

-- add: put known pictures at the end
INSERT INTO collection_items (collection_id, file_id, position, added_at)
SELECT :collection, f.id, :gap * w.place + (
    SELECT coalesce(max(position), 0) FROM collection_items WHERE collection_id = :collection
), :now
FROM (SELECT value, min(key) + 1 AS place FROM json_each(:ids) GROUP BY value) w JOIN files f ON f.id = w.value
WHERE true ON CONFLICT DO NOTHING

-- remove: take pictures out
DELETE FROM collection_items WHERE collection_id = ? AND file_id IN (SELECT value FROM json_each(?))

-- items: pictures in their order, present ones or all
SELECT i.file_id FROM collection_items i JOIN files f ON f.id = i.file_id AND (:all OR f.missing_since IS NULL)
WHERE i.collection_id = :collection ORDER BY i.position, i.file_id

-- members: present pictures of some collections
SELECT DISTINCT i.file_id FROM collection_items i JOIN files f ON f.id = i.file_id AND f.missing_since IS NULL
WHERE i.collection_id IN (SELECT value FROM json_each(?)) ORDER BY i.file_id

-- positions: where the pictures of a collection stand
SELECT file_id, position FROM collection_items WHERE collection_id = ? ORDER BY position, file_id

-- position: where a picture stands
UPDATE collection_items SET position = ? WHERE collection_id = ? AND file_id = ?
