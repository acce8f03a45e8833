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
