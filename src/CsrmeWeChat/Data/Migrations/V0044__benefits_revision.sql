-- Counts the edits of what people wrote (version counts every lock, claims' too): who edits says which one they saw.
ALTER TABLE benefits ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
