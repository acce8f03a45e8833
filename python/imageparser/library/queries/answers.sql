-- get: what was said of some pictures under a version key
SELECT lower(hex(a.digest)), a.answer FROM json_each(:digests) d
JOIN caption_answers a ON a.digest = unhex(d.value) AND a.version_key = :version_key AND a.at >= :since

-- put: remember an answer
INSERT INTO caption_answers (digest, version_key, answer, at) VALUES (?, ?, ?, ?)
ON CONFLICT (digest, version_key) DO UPDATE SET answer = excluded.answer, at = excluded.at

-- count: how many answers are remembered
SELECT count(*) FROM caption_answers
