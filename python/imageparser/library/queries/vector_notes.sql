-- taken: whether notes are taken of a table
SELECT EXISTS (SELECT 1 FROM vector_steps WHERE name = ?)

-- begin: a file of codes may stand at the present generation; from now on notes are taken
INSERT INTO vector_steps (name, generation, stamp) SELECT name, generation, stamp FROM vector_tables WHERE name = ?
ON CONFLICT DO NOTHING

-- promise: a file of codes may stand at a generation, provided that notes are taken
INSERT INTO vector_steps (name, generation, stamp)
SELECT :name, :generation, :stamp WHERE EXISTS (SELECT 1 FROM vector_steps WHERE name = :name)
ON CONFLICT DO NOTHING

-- step: whether a file of codes may stand at a generation under its random number
SELECT EXISTS (SELECT 1 FROM vector_steps WHERE name = ? AND generation = ? AND stamp = ?)

-- note: a vector came, changed or went
INSERT INTO vector_notes (name, id, generation) VALUES (?, ?, ?)
ON CONFLICT DO UPDATE SET generation = excluded.generation

-- count: more notes
UPDATE vector_tables SET noted = noted + :count WHERE name = :name RETURNING noted

-- changed: what a file of codes that stands at a generation does not know
SELECT id FROM vector_notes WHERE name = ? AND generation > ? ORDER BY id

-- drop_steps: no file of codes stands at an earlier generation
DELETE FROM vector_steps WHERE name = ? AND generation < ?

-- drop_notes: every file of codes knows this
DELETE FROM vector_notes WHERE name = ? AND generation <= ?

-- recount: how many notes are left
UPDATE vector_tables SET noted = (SELECT count(*) FROM vector_notes n WHERE n.name = vector_tables.name) WHERE name = ?
