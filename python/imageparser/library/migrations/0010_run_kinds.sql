-- What walked the folders: index, or scan, which reads prompts only.
ALTER TABLE runs ADD COLUMN kind TEXT NOT NULL DEFAULT 'index';
