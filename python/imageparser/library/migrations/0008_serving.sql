-- The version key whose vectors answer searches, by the slot of the model that made them; while another model's are
-- being made it is not the one in the settings.
CREATE TABLE serving (
    slot TEXT PRIMARY KEY,
    version_key TEXT NOT NULL,
    since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Vector tables go when they serve no more: their numbers, and so their names and generations, are never used again.
INSERT INTO generations (name, value) SELECT 'vector_tables', count(*) FROM vector_tables;
