-- Words that somebody could go on typing (tags, words of captions, layers, fonts, models and so on) with the number of
-- files that have them. All of it is derived and can be made again: see `library.terms`. `stands_for` is the tag of an
-- alias.
CREATE TABLE terms (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    folded TEXT NOT NULL,
    name TEXT NOT NULL,
    files INTEGER NOT NULL,
    stands_for TEXT,
    UNIQUE (kind, folded)
) STRICT;
CREATE INDEX terms_by_files ON terms (kind, files DESC);

-- A term from each of its words on, as the keys that type it (`hangul.keystrokes`) and by initial consonants.
CREATE TABLE term_keys (
    term_id INTEGER NOT NULL REFERENCES terms (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    initials TEXT,
    inner INTEGER NOT NULL,
    files INTEGER NOT NULL
) STRICT;
CREATE INDEX term_keys_by_term ON term_keys (term_id);
CREATE INDEX term_keys_by_key ON term_keys (kind, key, inner, files, term_id);
CREATE INDEX term_keys_by_initials ON term_keys (kind, initials, inner, files, term_id) WHERE initials IS NOT NULL;
-- Few letters begin many terms: of those the most frequent are read and no others.
CREATE INDEX term_keys_by_1 ON term_keys (kind, substr(key, 1, 1), inner, files DESC, term_id);
CREATE INDEX term_keys_by_2 ON term_keys (kind, substr(key, 1, 2), inner, files DESC, term_id);
CREATE INDEX term_keys_by_3 ON term_keys (kind, substr(key, 1, 3), inner, files DESC, term_id);

-- Which terms a file was counted for, as their numbers; the files that are to be counted again, and the prompt tags
-- (codes of `library.postings`) whose sets of files are.
CREATE TABLE file_terms (
    file_id INTEGER PRIMARY KEY,
    codes BLOB NOT NULL
) STRICT;
CREATE TABLE term_pending (
    file_id INTEGER PRIMARY KEY
) STRICT;
INSERT INTO term_pending (file_id) SELECT id FROM files;
CREATE TABLE term_sets_pending (
    code INTEGER PRIMARY KEY
) STRICT;
INSERT INTO term_sets_pending (code) SELECT DISTINCT id >> 24 FROM prompt_postings;
CREATE TRIGGER files_uncounted AFTER DELETE ON files BEGIN
    INSERT INTO term_pending (file_id) VALUES (old.id) ON CONFLICT DO NOTHING;
END;

-- How many files the user gave a tag: one row for each tag, so that whoever changes tags leaves them right.
CREATE TABLE tag_counts (
    folded TEXT PRIMARY KEY,
    files INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO tag_counts (folded, files) SELECT folded, count(*) FROM tags WHERE source = 'user' GROUP BY folded;
CREATE TRIGGER tags_given AFTER INSERT ON tags WHEN new.source = 'user' BEGIN
    INSERT INTO tag_counts (folded, files) VALUES (new.folded, 1) ON CONFLICT DO UPDATE SET files = files + 1;
END;
CREATE TRIGGER tags_taken AFTER DELETE ON tags WHEN old.source = 'user' BEGIN
    UPDATE tag_counts SET files = files - 1 WHERE folded = old.folded;
END;

-- The names of the user's tags become terms when they are first asked for.
INSERT INTO settings (name, value) SELECT 'terms', 'behind' WHERE EXISTS (SELECT 1 FROM tag_nodes);
