-- The state that somebody at the console asked for and a job is to bring about: staging, applying or undoing. NULL where nothing is asked for: what a command does, no job goes on with.
ALTER TABLE roster_batches ADD COLUMN wanted VARCHAR(20) NULL;
