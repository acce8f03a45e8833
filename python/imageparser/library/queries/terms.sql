-- add: a term that is new or known, with its number
INSERT INTO terms (kind, folded, name, files, stands_for) VALUES (:kind, :folded, :name, 0, :stands_for)
ON CONFLICT (kind, folded) DO UPDATE SET name = excluded.name, stands_for = excluded.stands_for RETURNING id

-- numbers: the numbers of some terms, given as kind and folded form
SELECT t.kind, t.folded, t.id FROM json_each(?) w JOIN terms t ON t.kind = w.value ->> 0 AND t.folded = w.value ->> 1

-- add_key: a place of a term from which it can be typed
INSERT INTO term_keys (term_id, kind, key, initials, inner, files) VALUES (?, ?, ?, ?, ?, 0)

-- drop_keys: forget from where a term can be typed
DELETE FROM term_keys WHERE term_id = ?

-- names: the names and aliases of the user's tags, each with the tag that an alias stands for
SELECT folded, name, NULL FROM tag_nodes UNION ALL SELECT folded, name, tag FROM tag_aliases

-- kind: every term of a kind
SELECT folded, name, stands_for, id FROM terms WHERE kind = ?

-- delete: forget a term
DELETE FROM terms WHERE id = ?

-- near_1: terms of a kind that one key begins, whole ones first, those of most files first
SELECT t.name, t.files, k.inner, t.stands_for FROM (
    SELECT term_id, inner, files FROM term_keys WHERE kind = :kind AND substr(key, 1, 1) = :key
    ORDER BY inner, files DESC LIMIT :limit
) k JOIN terms t ON t.id = k.term_id

-- near_2: the same for two keys
SELECT t.name, t.files, k.inner, t.stands_for FROM (
    SELECT term_id, inner, files FROM term_keys WHERE kind = :kind AND substr(key, 1, 2) = :key
    ORDER BY inner, files DESC LIMIT :limit
) k JOIN terms t ON t.id = k.term_id

-- near_3: the same for three keys
SELECT t.name, t.files, k.inner, t.stands_for FROM (
    SELECT term_id, inner, files FROM term_keys WHERE kind = :kind AND substr(key, 1, 3) = :key
    ORDER BY inner, files DESC LIMIT :limit
) k JOIN terms t ON t.id = k.term_id

-- near: the same for more keys, of which there are fewer terms
SELECT t.name, t.files, k.inner, t.stands_for FROM (
    SELECT term_id, inner, files FROM term_keys WHERE kind = :kind AND key >= :key AND key < :key || char(1114111)
    ORDER BY inner, files DESC LIMIT :limit
) k JOIN terms t ON t.id = k.term_id

-- every: terms of a kind, those of most files first
SELECT name, files, 0, stands_for FROM terms WHERE kind = :kind ORDER BY files DESC LIMIT :limit

-- by_initials: terms of a kind whose syllables begin with these consonants
SELECT t.name, t.files, k.inner, t.stands_for FROM (
    SELECT term_id, inner, files FROM term_keys WHERE kind = :kind AND initials >= :key AND initials < :key || char(1114111)
    ORDER BY inner, files DESC LIMIT :limit
) k JOIN terms t ON t.id = k.term_id

-- tags: the user's tags that some keys begin, with the files that have them
SELECT t.name, coalesce(c.files, 0), min(k.inner), t.stands_for FROM term_keys k
JOIN terms t ON t.id = k.term_id LEFT JOIN tag_counts c ON c.folded = coalesce(t.stands_for, t.folded)
WHERE k.kind = 'tag' AND k.key >= :key AND k.key < :key || char(1114111)
GROUP BY t.id ORDER BY 3, 2 DESC LIMIT :limit

-- tags_by_initials: the user's tags whose syllables begin with these consonants, with the files that have them
SELECT t.name, coalesce(c.files, 0), min(k.inner), t.stands_for FROM term_keys k
JOIN terms t ON t.id = k.term_id LEFT JOIN tag_counts c ON c.folded = coalesce(t.stands_for, t.folded)
WHERE k.kind = 'tag' AND k.initials >= :key AND k.initials < :key || char(1114111)
GROUP BY t.id ORDER BY 3, 2 DESC LIMIT :limit
