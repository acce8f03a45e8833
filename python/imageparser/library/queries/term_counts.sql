-- expect: some files (ids as JSON) are to be counted again
INSERT INTO term_pending (file_id) SELECT value FROM json_each(?) WHERE true ON CONFLICT DO NOTHING

-- expect_all: every file is to be counted again, those whose rows are gone too
INSERT INTO term_pending (file_id) SELECT id FROM files UNION SELECT file_id FROM file_terms WHERE true ON CONFLICT DO NOTHING

-- pending: some of the files that are to be counted again
SELECT file_id FROM term_pending ORDER BY file_id LIMIT ?

-- pending_count: how many files are to be counted again, counted up to a limit
SELECT count(*) FROM (SELECT 1 FROM term_pending LIMIT ?)

-- counted: files are not to be counted again any more
DELETE FROM term_pending WHERE file_id IN (SELECT value FROM json_each(?))

-- codes: what some files were counted for
SELECT codes FROM file_terms WHERE file_id IN (SELECT value FROM json_each(?))

-- put_codes: what a file is counted for
INSERT INTO file_terms (file_id, codes) VALUES (?, ?) ON CONFLICT (file_id) DO UPDATE SET codes = excluded.codes

-- drop_codes: some files are counted for nothing
DELETE FROM file_terms WHERE file_id IN (SELECT value FROM json_each(?))

-- of_files: what some files say, as kind and name
WITH w (id) AS MATERIALIZED (SELECT value FROM json_each(?))
SELECT t.file_id, CASE t.source WHEN 'model' THEN 'ai_tag' ELSE 'keyword' END, t.tag FROM w JOIN tags t ON t.file_id = w.id
    WHERE t.source <> 'user'
UNION ALL SELECT file_id, 'words', keyword_text FROM (
    SELECT c.file_id, c.keyword_text, max(c.at) FROM w JOIN captions c ON c.file_id = w.id GROUP BY c.file_id
)
UNION ALL SELECT l.file_id, 'layer', l.name FROM w JOIN layers l ON l.file_id = w.id
UNION ALL SELECT o.file_id, 'font', o.font FROM w JOIN fonts o ON o.file_id = w.id
UNION ALL SELECT p.file_id, 'model', p.model FROM w JOIN prompts p ON p.file_id = w.id WHERE p.model IS NOT NULL
UNION ALL SELECT p.file_id, 'sampler', p.sampler FROM w JOIN prompts p ON p.file_id = w.id WHERE p.sampler IS NOT NULL
UNION ALL SELECT p.file_id, 'generator', p.name FROM w JOIN prompts p ON p.file_id = w.id WHERE p.name IS NOT NULL
UNION ALL SELECT p.file_id, 'lora', p.lora FROM w JOIN prompt_loras p ON p.file_id = w.id
UNION ALL SELECT f.id, 'camera', trim(coalesce(f.camera_make, '') || ' ' || coalesce(f.camera_model, ''))
    FROM w JOIN files f ON f.id = w.id WHERE coalesce(f.camera_make, f.camera_model) IS NOT NULL
UNION ALL SELECT f.id, 'lens', f.lens FROM w JOIN files f ON f.id = w.id WHERE f.lens IS NOT NULL
UNION ALL SELECT f.id, 'folders', f.folder FROM w JOIN files f ON f.id = w.id
UNION ALL SELECT c.file_id, 'type', c.image_type FROM w JOIN captions c ON c.file_id = w.id WHERE c.image_type <> ''
UNION ALL SELECT c.file_id, 'seen', c.name || ':' || c.value FROM w JOIN caption_facets c ON c.file_id = w.id

-- change: so many files more have a term
UPDATE terms SET files = files + ? WHERE id = ?

-- spread: bring the counts of some terms to where they are looked for
UPDATE term_keys SET files = (SELECT t.files FROM terms t WHERE t.id = term_keys.term_id)
WHERE term_id IN (SELECT value FROM json_each(?))

-- forget_empty: forget those of some terms that no file has
DELETE FROM terms WHERE files <= 0 AND id IN (SELECT value FROM json_each(?))

-- expect_sets: the sets of files of some prompt tags are to be counted again
INSERT INTO term_sets_pending (code) SELECT value FROM json_each(?) WHERE true ON CONFLICT DO NOTHING

-- expect_all_sets: every set of files is to be counted again
INSERT INTO term_sets_pending (code) SELECT DISTINCT id >> 24 FROM prompt_postings WHERE true ON CONFLICT DO NOTHING

-- sets_pending: some of the sets that are to be counted again, with their tags
SELECT w.code, t.tag FROM (SELECT code FROM term_sets_pending ORDER BY code LIMIT ?) w JOIN prompt_tags t ON t.id = w.code >> 2

-- sets: the pieces of some sets of files
SELECT p.id >> 24, p.bits FROM json_each(?) w JOIN prompt_postings p ON p.id BETWEEN w.value << 24 AND (w.value << 24) + 16777215

-- sets_counted: sets are not to be counted again any more
DELETE FROM term_sets_pending WHERE code <= ?

-- held: how many files terms are counted for, given as kind and folded form
SELECT t.kind, t.folded, t.files FROM json_each(?) w JOIN terms t ON t.kind = w.value ->> 0 AND t.folded = w.value ->> 1

-- is_behind: whether anything is to be counted again
SELECT EXISTS (SELECT 1 FROM term_pending) OR EXISTS (SELECT 1 FROM term_sets_pending)
    OR EXISTS (SELECT 1 FROM settings WHERE name = 'terms' AND value = 'behind')

-- state: whether what is counted without files is behind
SELECT value FROM settings WHERE name = 'terms'

-- set_state: note whether what is counted without files is behind
INSERT INTO settings (name, value) VALUES ('terms', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value
