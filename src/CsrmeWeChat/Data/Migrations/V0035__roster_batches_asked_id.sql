-- The staff member who last asked for something; NULL for a command.
ALTER TABLE roster_batches ADD COLUMN asked_id BIGINT NULL;
