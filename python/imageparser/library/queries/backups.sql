-- integrity: SQLite's own check of the file
PRAGMA integrity_check

-- version: that of the library, 0 for a file that is none
PRAGMA user_version

-- generations: the numbers that caches go by
SELECT name, value FROM generations

-- raise_generation: a number goes beyond the one that stands and the one that is given
INSERT INTO generations (name, value) VALUES (?, ?)
ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value) + 1

-- vector_generations: those of the vector tables
SELECT generation, name FROM vector_tables

-- raise_vectors: the generation of a vector table goes beyond the one that stands and the one that is given
UPDATE vector_tables SET generation = max(generation, ?) + 1, stamp = random() WHERE name = ?
