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

-- start_run: note that a run has begun
INSERT INTO runs (started_at, roots) VALUES (?, ?) RETURNING id

-- finish_run: note what a run has done
UPDATE runs SET finished_at = ?, report = ? WHERE id = ?

-- last_run: the latest run that came to its end
SELECT started_at, finished_at, report FROM runs WHERE finished_at IS NOT NULL ORDER BY id DESC LIMIT 1

-- trim_runs: keep the latest runs only
DELETE FROM runs WHERE id <= (SELECT max(id) FROM runs) - ?

-- run_folders: the folders that runs walked and that are still known, an outer one before those inside it
SELECT DISTINCT d.key, d.raw FROM runs r, json_each(r.roots) k JOIN directories d ON d.key = k.value ORDER BY d.key

-- brief: pictures present and missing, records of generators, canonical tags, templates, presets, jobs in the journal
SELECT (SELECT count(*) FROM files WHERE missing_since IS NULL) AS images,
    (SELECT count(*) FROM files WHERE missing_since IS NOT NULL) AS missing,
    (SELECT count(*) FROM prompts WHERE name IS NOT NULL) AS prompts,
    (SELECT count(*) FROM prompt_tags) AS tags,
    (SELECT count(*) FROM templates) AS templates,
    (SELECT count(*) FROM presets) AS presets,
    (SELECT count(*) FROM journal_jobs) AS jobs
