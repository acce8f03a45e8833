-- totals: how many files there are and how many of them are missing
SELECT count(*), count(*) FILTER (WHERE missing_since IS NOT NULL), coalesce(sum(size) FILTER (WHERE missing_since IS NULL), 0)
FROM files

-- formats: present files by format
SELECT format, count(*) FROM files WHERE missing_since IS NULL AND format IS NOT NULL GROUP BY format ORDER BY 2 DESC, 1

-- folders: how many folders are known
SELECT count(*) FROM directories

-- skipped: left-out paths by reason
SELECT code, count(*) FROM skipped GROUP BY code ORDER BY 1

-- vector_build: what sqlite-vec says of its build
SELECT vec_debug()

-- sqlite: the version of SQLite
SELECT sqlite_version()

-- schema: the version of the library
PRAGMA user_version

-- brief: pictures present and missing, records of generators, canonical tags, templates, presets, jobs in the journal
SELECT (SELECT count(*) FROM files WHERE missing_since IS NULL) AS images,
    (SELECT count(*) FROM files WHERE missing_since IS NOT NULL) AS missing,
    (SELECT count(*) FROM prompts WHERE name IS NOT NULL) AS prompts,
    (SELECT count(*) FROM prompt_tags) AS tags,
    (SELECT count(*) FROM templates) AS templates,
    (SELECT count(*) FROM presets) AS presets,
    (SELECT count(*) FROM journal_jobs) AS jobs
