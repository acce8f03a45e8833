-- Collections stand in an order of the user's own among those of the same place; those of before by name. Positions leave
-- gaps, as those of pictures do.
ALTER TABLE collections ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
UPDATE collections SET position = ordered.place * 1048576
FROM (SELECT id, row_number() OVER (PARTITION BY parent_id ORDER BY folded, id) AS place FROM collections) ordered
WHERE collections.id = ordered.id;
