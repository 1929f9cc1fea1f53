-- What came of each backup, as deploy/backup.sh says by a command: kept, doubtful (kept, but its check found something) or failed.
CREATE TABLE backups (
    id ${identity},
    state VARCHAR(20) NOT NULL,
    at ${instant} NOT NULL
) ${table};
CREATE INDEX backups_by_at ON backups (at);
