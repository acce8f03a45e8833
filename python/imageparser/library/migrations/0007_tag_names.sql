-- The names and aliases of the user's tags as words, so that a search for words finds what is tagged with them without
-- an entry for each picture: giving a tag to many pictures writes one small row for each and nothing else.
CREATE VIRTUAL TABLE tag_names USING fts5 (
    words, folded UNINDEXED, tokenize = 'porter unicode61 remove_diacritics 2'
);
