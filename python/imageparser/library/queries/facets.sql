-- flags: present files with layers, and with text, smart objects and adjustments among them
SELECT count(*) FILTER (WHERE layer_count > 0), count(*) FILTER (WHERE has_text), count(*) FILTER (WHERE has_smart_object),
    count(*) FILTER (WHERE has_adjustment)
FROM files WHERE missing_since IS NULL

-- kinds: layers of present files by kind
SELECT l.kind, count(*) FROM layers l JOIN files f ON f.id = l.file_id AND f.missing_since IS NULL
GROUP BY l.kind ORDER BY 2 DESC, 1

-- depths: present files by bits of a channel
SELECT depth, count(*) FROM files WHERE missing_since IS NULL AND depth IS NOT NULL GROUP BY depth ORDER BY depth

-- modes: present files by colour mode
SELECT color_mode, count(*) FROM files WHERE missing_since IS NULL AND color_mode IS NOT NULL
GROUP BY color_mode ORDER BY 2 DESC, 1

-- fonts: fonts by the number of present files that use them
SELECT o.font, count(*) FROM fonts o JOIN files f ON f.id = o.file_id AND f.missing_since IS NULL
GROUP BY o.font ORDER BY 2 DESC, 1 LIMIT ?

-- generators: present files by generator
SELECT p.name, count(*) FROM prompts p JOIN files f ON f.id = p.file_id AND f.missing_since IS NULL
WHERE p.name IS NOT NULL GROUP BY p.name ORDER BY 2 DESC, 1 LIMIT ?

-- models: present files by the model that made them
SELECT p.model, count(*) FROM prompts p JOIN files f ON f.id = p.file_id AND f.missing_since IS NULL
WHERE p.model IS NOT NULL GROUP BY p.model ORDER BY 2 DESC, 1 LIMIT ?

-- samplers: present files by sampler
SELECT p.sampler, count(*) FROM prompts p JOIN files f ON f.id = p.file_id AND f.missing_since IS NULL
WHERE p.sampler IS NOT NULL GROUP BY p.sampler ORDER BY 2 DESC, 1 LIMIT ?

-- loras: LoRAs by the number of present files that were made with them
SELECT l.lora, count(*) FROM prompt_loras l JOIN files f ON f.id = l.file_id AND f.missing_since IS NULL
GROUP BY l.lora ORDER BY 2 DESC, 1 LIMIT ?

-- seeds: how many seeds present files were made with
SELECT count(DISTINCT p.seed) FROM prompts p JOIN files f ON f.id = p.file_id AND f.missing_since IS NULL WHERE p.seed IS NOT NULL

-- of_files: how many of some present files (null: of all) have which value of a facet, but for types and tags
WITH chosen AS MATERIALIZED (
    SELECT id, format, user_label, coalesce(user_rating, rating) AS stars, layer_count, width, height,
        strftime('%Y-%m', coalesce(taken_at, mtime_ns / 1000000) / 1000, 'unixepoch', 'localtime') AS month,
        strftime('%Y-%m', mtime_ns / 1000000000, 'unixepoch', 'localtime') AS changed_in,
        strftime('%Y-%m', added_at / 1000, 'unixepoch', 'localtime') AS added_in,
        trim(coalesce(camera_make, '') || ' ' || coalesce(camera_model, '')) AS camera
    FROM files WHERE missing_since IS NULL AND (:ids IS NULL OR id IN (SELECT value FROM json_each(:ids)))
)
SELECT 'format', format, count(*) FROM chosen WHERE format IS NOT NULL GROUP BY 2
UNION ALL SELECT 'label', user_label, count(*) FROM chosen WHERE user_label IS NOT NULL GROUP BY 2
UNION ALL SELECT 'rating', stars, count(*) FROM chosen WHERE stars IS NOT NULL GROUP BY 2
UNION ALL SELECT 'date', month, count(*) FROM chosen GROUP BY 2
UNION ALL SELECT 'modified', changed_in, count(*) FROM chosen GROUP BY 2
UNION ALL SELECT 'added', added_in, count(*) FROM chosen GROUP BY 2
UNION ALL SELECT 'mp', CASE WHEN width * height < 1000000 THEN '0' WHEN width * height < 4000000 THEN '1..3'
    WHEN width * height < 12000000 THEN '4..11' WHEN width * height < 24000000 THEN '12..23' ELSE '24..' END,
    count(*) FROM chosen WHERE width IS NOT NULL GROUP BY 2
UNION ALL SELECT 'camera', camera, count(*) FROM chosen WHERE camera <> '' GROUP BY 2
UNION ALL SELECT 'model', p.model, count(*) FROM prompts p JOIN chosen c ON c.id = p.file_id WHERE p.model IS NOT NULL GROUP BY 2
UNION ALL SELECT 'generator', p.name, count(*) FROM prompts p JOIN chosen c ON c.id = p.file_id WHERE p.name IS NOT NULL GROUP BY 2
UNION ALL SELECT 'font', o.font, count(*) FROM fonts o JOIN chosen c ON c.id = o.file_id GROUP BY 2
UNION ALL SELECT 'shape', CASE WHEN width > height THEN 'landscape' WHEN width < height THEN 'portrait' ELSE 'square' END,
    count(*) FROM chosen WHERE width IS NOT NULL GROUP BY 2
UNION ALL SELECT 'layers', CASE WHEN layer_count = 0 THEN '0' WHEN layer_count < 10 THEN '1..9'
    WHEN layer_count < 50 THEN '10..49' ELSE '50..' END, count(*) FROM chosen WHERE layer_count IS NOT NULL GROUP BY 2

-- types_of_files: how many of some present files (null: of all) are of which type, by the caption in use
SELECT c.image_type, count(DISTINCT c.file_id) FROM captions c JOIN files f ON f.id = c.file_id AND f.missing_since IS NULL
WHERE c.at = (SELECT max(n.at) FROM captions n WHERE n.file_id = c.file_id) AND c.image_type <> ''
AND (:ids IS NULL OR c.file_id IN (SELECT value FROM json_each(:ids))) GROUP BY 1
