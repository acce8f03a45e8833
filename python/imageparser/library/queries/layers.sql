-- clear: forget the layers of a file
DELETE FROM layers WHERE file_id = ?

-- put: one layer of a file
INSERT INTO layers (file_id, number, layer_id, path, name, kind, visible, opacity, fill, blend, bbox, clipping, mask,
    text, fonts, effects, locks, color_label, smart_object, pictured)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- of_file: the layers of a file, bottom to top
SELECT layer_id, path, name, kind, visible, opacity, fill, blend, bbox, clipping, mask, text, fonts, effects, locks,
    color_label, smart_object, pictured
FROM layers WHERE file_id = ? ORDER BY number

-- named: path and name of some layers, given as pairs of file and layer
SELECT l.file_id, l.layer_id, l.path, l.name FROM json_each(?) w
JOIN layers l ON l.file_id = w.value ->> 0 AND l.layer_id = w.value ->> 1

-- pictured: the layers of some files that a picture of their own is looked at of, bottom to top
SELECT file_id, layer_id FROM layers
WHERE file_id IN (SELECT value FROM json_each(?)) AND pictured ORDER BY file_id, number

-- layered: those of some files that have layers
SELECT w.value FROM json_each(?) w WHERE EXISTS (SELECT 1 FROM layers WHERE file_id = w.value)

-- texts: what is written in and on the layers of some files
SELECT file_id, layer_id, name, coalesce(smart_object, ''), coalesce(text, ''), fonts FROM layers
WHERE file_id IN (SELECT value FROM json_each(?)) ORDER BY file_id, number

-- clear_fonts: forget the fonts of a file
DELETE FROM fonts WHERE file_id = ?

-- put_font: a font that a file uses
INSERT INTO fonts (file_id, font) VALUES (?, ?) ON CONFLICT DO NOTHING

-- fonts: the fonts of a file
SELECT font FROM fonts WHERE file_id = ? ORDER BY font
