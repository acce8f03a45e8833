-- The generation of a vector table with a random number: after a copy is put back, equal numbers may mean other vectors.
ALTER TABLE vector_tables ADD COLUMN stamp INTEGER NOT NULL DEFAULT 0;
-- How many notes there are at most, since they are not counted each time.
ALTER TABLE vector_tables ADD COLUMN noted INTEGER NOT NULL DEFAULT 0;
UPDATE vector_tables SET stamp = random();

-- Generations at which a file of codes may stand. Notes are taken of a table that has any, and are complete from the
-- first of them on.
CREATE TABLE vector_steps (
    name TEXT NOT NULL,
    generation INTEGER NOT NULL,
    stamp INTEGER NOT NULL,
    PRIMARY KEY (name, generation)
) STRICT, WITHOUT ROWID;

-- Which vectors came, changed or went, and at which generation the last time.
CREATE TABLE vector_notes (
    name TEXT NOT NULL,
    id INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    PRIMARY KEY (name, id)
) STRICT, WITHOUT ROWID;
