-- Readings of all who follow. slot is open while one is under way, so that there is one at a time, and done:ID after.
CREATE TABLE follower_syncs (
    id ${identity},
    slot VARCHAR(40) NOT NULL,
    asked_by VARCHAR(150) NOT NULL,
    step VARCHAR(20) NOT NULL,
    next_open_id VARCHAR(64) NOT NULL,
    total INT NOT NULL,
    listed INT NOT NULL,
    told INT NOT NULL,
    gone INT NOT NULL,
    words VARCHAR(300) NOT NULL,
    started_at ${instant} NOT NULL,
    finished_at ${instant} NULL,
    resumes_at ${instant} NULL,
    holder VARCHAR(40) NOT NULL,
    lease_until ${instant} NULL,
    UNIQUE (slot)
) ${table};
