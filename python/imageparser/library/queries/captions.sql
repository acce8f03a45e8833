-- put: the caption of a file under a version key
INSERT INTO captions (file_id, version_key, caption, tags, labels, image_type, source, quality, keyword_text, record, at)
VALUES (:file_id, :version_key, :caption, :tags, :labels, :image_type, :source, :quality, :keyword_text, :record, :at)
ON CONFLICT (file_id, version_key) DO UPDATE SET caption = excluded.caption, tags = excluded.tags,
    labels = excluded.labels, image_type = excluded.image_type, source = excluded.source,
    quality = excluded.quality, keyword_text = excluded.keyword_text, record = excluded.record, at = excluded.at

-- rows: the captions in use of some files, the newest of each
SELECT file_id, version_key, caption, tags, labels, image_type, source, quality, keyword_text, record, max(at) FROM captions
WHERE file_id IN (SELECT value FROM json_each(?)) GROUP BY file_id

-- by_key: the captions of some files under one version key
SELECT file_id, version_key, caption, tags, labels, image_type, source, quality, keyword_text, record, at FROM captions
WHERE file_id IN (SELECT value FROM json_each(?)) AND version_key = ?

-- clear: forget the captions of a file
DELETE FROM captions WHERE file_id = ?

-- having: those of some files that have a caption
SELECT DISTINCT file_id FROM captions WHERE file_id IN (SELECT value FROM json_each(?))

-- clear_facets: forget what a file is filtered by because of its caption
DELETE FROM caption_facets WHERE file_id = ?

-- put_facet: a value that a file is filtered by
INSERT INTO caption_facets (file_id, name, value) VALUES (?, ?, ?)

-- facets: values by the number of present files, the most frequent of each name
SELECT name, value, files FROM (
    SELECT c.name, c.value, count(*) AS files, row_number() OVER (PARTITION BY c.name ORDER BY count(*) DESC, c.value) AS place
    FROM caption_facets c JOIN files f ON f.id = c.file_id AND f.missing_since IS NULL GROUP BY c.name, c.value
) WHERE place <= ? ORDER BY name, place
