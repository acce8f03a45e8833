-- every: all presets by name
SELECT id, name, query, created_at, updated_at FROM filter_presets ORDER BY folded

-- taken: the preset that has a name
SELECT id FROM filter_presets WHERE folded = ?

-- add: keep a query under a name
INSERT INTO filter_presets (name, folded, query, created_at, updated_at) VALUES (:name, :folded, :query, :now, :now)
RETURNING id

-- change: another name or query for a preset
UPDATE filter_presets SET name = coalesce(:name, name), folded = coalesce(:folded, folded),
    query = coalesce(:query, query), updated_at = :now
WHERE id = :id

-- delete: forget a preset
DELETE FROM filter_presets WHERE id = ?
