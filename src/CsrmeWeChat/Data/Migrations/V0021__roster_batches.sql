-- An import of the roster: staged, looked at, applied in one go, undone in one go.
CREATE TABLE roster_batches (
    id ${identity},
    file_name VARCHAR(200) NOT NULL,
    state VARCHAR(20) NOT NULL,
    absent VARCHAR(20) NOT NULL,
    created_at ${instant} NOT NULL,
    applied_at ${instant} NULL,
    undone_at ${instant} NULL
) ${table};
CREATE INDEX roster_batches_by_state ON roster_batches (state);
