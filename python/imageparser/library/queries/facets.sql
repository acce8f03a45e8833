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
