-- list: every preset of a kind and a variable (null: of any), the newest first
SELECT id, name, source_kind, variable_name, updated_at FROM presets
WHERE source_kind = coalesce(:source_kind, source_kind) AND variable_name = coalesce(:variable_name, variable_name)
ORDER BY updated_at DESC, id DESC

-- get: one preset
SELECT id, name, source_kind, variable_name, payload, updated_at FROM presets WHERE id = ?

-- add: make a preset
INSERT INTO presets (name, source_kind, variable_name, payload, created_at, updated_at)
VALUES (:name, :source_kind, :variable_name, :payload, :now, :now)
RETURNING id

-- replace: put a preset in the place of one that is there
UPDATE presets SET name = :name, source_kind = :source_kind, variable_name = :variable_name, payload = :payload,
    updated_at = :now
WHERE id = :id

-- delete: forget a preset
DELETE FROM presets WHERE id = ?

-- newest: when the latest change was
SELECT max(updated_at) FROM presets
