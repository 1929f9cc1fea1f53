-- Who last asked for something, as the audit trail shows it.
ALTER TABLE roster_batches ADD COLUMN asked_by VARCHAR(150) NOT NULL DEFAULT '';
