-- table: the table of a kind under a version key
SELECT name, dim, generation, stamp FROM vector_tables WHERE kind = ? AND version_key = ?

-- tables: every vector table
SELECT name, kind, version_key, dim, owner FROM vector_tables ORDER BY name

-- next_number: a number that no vector table has had
UPDATE generations SET value = value + 1 WHERE name = 'vector_tables' RETURNING value

-- register: a new vector table
INSERT INTO vector_tables (name, kind, version_key, dim, owner, generation, stamp)
VALUES (?, ?, ?, ?, ?, ?, random())

-- unregister: a vector table is gone
DELETE FROM vector_tables WHERE name = ?

-- bump: the content of a table has changed
UPDATE vector_tables SET generation = generation + 1, stamp = random() WHERE name = ? RETURNING generation

-- bump_owner: what the ids of an owner stand for has changed
UPDATE vector_tables SET generation = generation + 1, stamp = random() WHERE owner = ?

-- twins: the same content, already done by a phase, for some files
SELECT f.id, min(o.id) FROM files f
JOIN files o ON o.digest = f.digest AND o.id <> f.id
JOIN tasks t ON t.file_id = o.id AND t.phase = :phase AND t.version_key = :version_key AND t.state = 'done'
WHERE f.id IN (SELECT value FROM json_each(:ids)) GROUP BY f.id

-- highest: the highest number of a file
SELECT max(id) FROM files
