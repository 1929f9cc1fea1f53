-- An import of the roster: staged, looked at, applied in one go, undone in one go. slot is 'busy' for the one that is being applied or undone
-- (or was, when its process died), so that there is one at a time, and its own otherwise. holder is who works on it, until lease_until at the latest.
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
    UNIQUE (slot)
) ${table};
CREATE INDEX roster_batches_by_state ON roster_batches (state);
