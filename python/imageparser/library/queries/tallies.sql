-- combined: what of present files is one of few values
SELECT id, format, user_label, coalesce(user_rating, rating),
    nullif(trim(coalesce(camera_make, '') || ' ' || coalesce(camera_model, '')), ''),
    CASE WHEN width IS NULL THEN NULL WHEN width > height THEN 'landscape' WHEN width < height THEN 'portrait'
        ELSE 'square' END,
    CASE WHEN width IS NULL THEN NULL WHEN width * height < 1000000 THEN '0' WHEN width * height < 4000000 THEN '1..3'
        WHEN width * height < 12000000 THEN '4..11' WHEN width * height < 24000000 THEN '12..23' ELSE '24..' END,
    CASE WHEN layer_count IS NULL THEN NULL WHEN layer_count = 0 THEN '0' WHEN layer_count < 10 THEN '1..9'
        WHEN layer_count < 50 THEN '10..49' ELSE '50..' END
FROM files WHERE missing_since IS NULL

-- month: the month of a second since the epoch, by the local clock
SELECT strftime('%Y-%m', ?, 'unixepoch', 'localtime')

-- types: the types that captions say, with the numbers of their files and when they were written as texts
SELECT image_type, group_concat(file_id), group_concat(at) FROM captions GROUP BY image_type

-- models: the models of generators' records with the numbers of their files as a text
SELECT model, group_concat(file_id) FROM prompts WHERE model IS NOT NULL GROUP BY model

-- generators: the generators with the numbers of the files of their records as a text
SELECT name, group_concat(file_id) FROM prompts WHERE name IS NOT NULL GROUP BY name

-- fonts: the fonts with the numbers of the files that use them as a text
SELECT font, group_concat(file_id) FROM fonts GROUP BY font

-- tags: every tag with the numbers of its files as a text, tag by tag; the index gives the files in order
SELECT min(tag), group_concat(file_id) FROM tags GROUP BY folded ORDER BY folded
