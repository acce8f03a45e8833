-- list: every template, the newest first
SELECT id, name, updated_at FROM templates ORDER BY updated_at DESC, id DESC

-- by_id: one template
SELECT id, name, payload, updated_at FROM templates WHERE id = ?

-- by_name: one template
SELECT id, name, payload, updated_at FROM templates WHERE name = ?

-- put: make a template, or replace the one of the same name
INSERT INTO templates (name, payload, created_at, updated_at) VALUES (:name, :payload, :now, :now)
ON CONFLICT (name) DO UPDATE SET payload = excluded.payload, updated_at = excluded.updated_at
RETURNING id

-- delete: forget a template
DELETE FROM templates WHERE name = ?

-- newest: when the latest change was
SELECT max(updated_at) FROM templates
