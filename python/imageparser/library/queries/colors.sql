-- clear: forget the colours of a file
DELETE FROM file_colors WHERE file_id = ?

-- put: one colour of a file
INSERT INTO file_colors (cell, file_id, red, green, blue, share) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING

-- near: files with a colour near to one; distances as in `library.colors.distance`
SELECT file_id FROM file_colors WHERE cell IN (SELECT value FROM json_each(?)) AND share >= ?
AND (1024 + red + ?) * (red - ?) * (red - ?) + 2048 * (green - ?) * (green - ?)
    + (1534 - red - ?) * (blue - ?) * (blue - ?) <= ?

-- palette: the palette of a file as it is stored
SELECT palette FROM files WHERE id = ?
