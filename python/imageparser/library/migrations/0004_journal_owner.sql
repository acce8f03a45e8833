-- The process that works on a job, as its number and the time of its start: only the jobs of dead ones are taken over.
ALTER TABLE journal_jobs ADD COLUMN owner TEXT NOT NULL DEFAULT '';
