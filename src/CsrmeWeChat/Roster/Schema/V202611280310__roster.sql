-- An import of the roster: staged, looked at, applied in one go, undone in one go. slot is 'busy' for the one that is being applied or
-- undone (or was, when its process died), so that there is one at a time, and its own otherwise. holder is who works on it, until
-- lease_until at the latest. wanted: The state that somebody at the console asked for and a job is to bring about: staging, applying or
-- undoing. NULL where nothing is asked for: what a command does, no job goes on with. asked_id: The staff member who last asked for
-- something; NULL for a command. asked_by: Who last asked for something, as the audit trail shows it. plan: How an uploaded sheet is to
-- be read, as JSON: which sheet, which line is the header, which column means what, whether absent members are tagged.
CREATE TABLE roster_batches (
    id ${identity},
    file_name VARCHAR(200) NOT NULL,
    about VARCHAR(200) NOT NULL,
    notes VARCHAR(2000) NOT NULL,
    state VARCHAR(20) NOT NULL,
    slot VARCHAR(40) NOT NULL,
    holder VARCHAR(40) NOT NULL,
    lease_until ${instant} NULL,
    created_at ${instant} NOT NULL,
    applied_at ${instant} NULL,
    undone_at ${instant} NULL,
    wanted VARCHAR(20) NULL,
    asked_id BIGINT NULL,
    asked_by VARCHAR(150) NOT NULL DEFAULT '',
    plan VARCHAR(300) NOT NULL DEFAULT '',
    UNIQUE (slot)
) ${table};
CREATE INDEX roster_batches_by_state ON roster_batches (state);

-- A sheet that was uploaded and is not staged yet: 32 KB of it a part, in base64, sealed. Any node must be able to read it; it is gone
-- once staged.
CREATE TABLE roster_files (
    batch_id BIGINT NOT NULL,
    part INT NOT NULL,
    content_sealed TEXT NOT NULL,
    PRIMARY KEY (batch_id, part),
    FOREIGN KEY (batch_id) REFERENCES roster_batches (id)
) ${table};

-- A line of the file, or a member that the file does not name (lines after the last). before and after hold the member's fields as sealed
-- JSON: what stood in the roster, and what the batch makes of it; of a refused line, after holds its cells as they were read.
CREATE TABLE roster_rows (
    batch_id BIGINT NOT NULL,
    line INT NOT NULL,
    number VARCHAR(40) NOT NULL,
    name VARCHAR(100) NOT NULL,
    verdict VARCHAR(20) NOT NULL,
    reason VARCHAR(500) NOT NULL,
    before_sealed TEXT NOT NULL,
    after_sealed TEXT NOT NULL,
    outcome VARCHAR(20) NOT NULL,
    outcome_reason VARCHAR(200) NOT NULL,
    PRIMARY KEY (batch_id, line),
    FOREIGN KEY (batch_id) REFERENCES roster_batches (id)
) ${table};
CREATE INDEX roster_rows_by_verdict ON roster_rows (batch_id, verdict, line);
CREATE INDEX roster_rows_by_outcome ON roster_rows (batch_id, outcome, line);
-- What imports made of one member, for their timeline.
CREATE INDEX roster_rows_by_number ON roster_rows (number, batch_id);
