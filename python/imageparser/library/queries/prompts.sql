-- known: those of some files that the library still knows
SELECT id FROM files WHERE id IN (SELECT value FROM json_each(?))

-- put: what a generator wrote into a file
INSERT INTO prompts (file_id, size, mtime_ns, reader, name, source, prompt, negative, software, model, sampler, seed, steps,
    cfg, stealth, signature, record, tags)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (file_id) DO UPDATE SET size = excluded.size, mtime_ns = excluded.mtime_ns, reader = excluded.reader,
    name = excluded.name, source = excluded.source, prompt = excluded.prompt, negative = excluded.negative,
    software = excluded.software, model = excluded.model, sampler = excluded.sampler, seed = excluded.seed,
    steps = excluded.steps, cfg = excluded.cfg, stealth = excluded.stealth, signature = excluded.signature,
    tags = excluded.tags, record = excluded.record

-- read: a reader of this version has looked for records in some files
UPDATE files SET prompts_read = ? WHERE id IN (SELECT value FROM json_each(?))

-- clear_loras: forget the LoRAs of some files
DELETE FROM prompt_loras WHERE file_id IN (SELECT value FROM json_each(?))

-- put_lora: a LoRA that a file was made with
INSERT INTO prompt_loras (file_id, lora, weight) SELECT ?1, ?2, ?3
WHERE EXISTS (SELECT 1 FROM prompts WHERE file_id = ?1)
ON CONFLICT (file_id, lora) DO UPDATE SET weight = max(weight, excluded.weight)

-- trusted: what is known of the present files at some paths, where this version of the reader has looked
SELECT f.key, p.size, p.mtime_ns, p.name, p.prompt, p.negative, p.tags, CASE WHEN :records THEN p.record END
FROM json_each(:keys) w JOIN files f ON f.key = w.value AND f.missing_since IS NULL
JOIN prompts p ON p.file_id = f.id AND p.reader = :reader

-- of_file: what is known of one file
SELECT size, mtime_ns, name, prompt, negative, tags, record FROM prompts WHERE file_id = ?

-- some: what search results tell of some files
SELECT f.id, f.raw, p.size, p.mtime_ns, p.tags FROM json_each(?) w JOIN files f ON f.id = w.value JOIN prompts p ON p.file_id = f.id

-- reader: the version of the reader that all files that were looked into were looked into by
SELECT value FROM generations WHERE name = 'prompt_reader'

-- note_reader: record the version of the reader
INSERT INTO generations (name, value) VALUES ('prompt_reader', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value

-- unread_older: what another reader has read counts as unread
UPDATE files SET prompts_read = 0 WHERE prompts_read > 0 AND prompts_read <> ?

-- unread: present files below a folder that no reader has looked into since they changed, by path; documents hold no record
SELECT id, key, raw FROM files
WHERE prompts_read = 0 AND missing_since IS NULL AND (key = :key OR (key >= :low AND key < :high))
AND lower(substr(key, -4)) NOT IN ('.psd', '.psb') AND (NOT :parsed OR digest IS NOT NULL) ORDER BY key

-- reread: every present file below a folder is to be looked into again
UPDATE files SET prompts_read = 0
WHERE prompts_read > 0 AND missing_since IS NULL AND (key = :key OR (key >= :low AND key < :high))

-- count_below: present files below a folder that can hold a record
SELECT count(*) FROM files WHERE missing_since IS NULL AND (key = :key OR (key >= :low AND key < :high))
AND lower(substr(key, -4)) NOT IN ('.psd', '.psb')

-- totals: present files that a reader has looked into, and those of them with a record
SELECT count(*), count(*) FILTER (WHERE p.name IS NOT NULL)
FROM prompts p JOIN files f ON f.id = p.file_id AND f.missing_since IS NULL
