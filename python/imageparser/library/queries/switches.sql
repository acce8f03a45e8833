-- get: what is recorded under a name
SELECT value FROM settings WHERE name = ?

-- put: record a value under a name
INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value

-- on: the names of what is switched on
SELECT name FROM settings WHERE value = 'on' ORDER BY name
