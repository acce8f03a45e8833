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
