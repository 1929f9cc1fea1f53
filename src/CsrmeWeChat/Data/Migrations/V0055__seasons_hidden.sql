-- A hidden season is a rehearsal's: no member and no list of the console sees its benefits.
ALTER TABLE seasons ADD COLUMN hidden SMALLINT NOT NULL DEFAULT 0;
