-- What staff are told outside the console, one row for each thing to tell. dedupe_key says what the thing is, so that it is told once
-- whoever finds it: daily:2026-05-30. sent_by names the ways by which it has gone out (robot,mail). due_at is the next attempt, or
-- until when the node that is telling it may take; NULL once it is settled.
CREATE TABLE notices (
    id ${identity},
    dedupe_key VARCHAR(150) NOT NULL,
    kind VARCHAR(20) NOT NULL,
    words VARCHAR(4000) NOT NULL,
    address VARCHAR(300) NOT NULL,
    state VARCHAR(20) NOT NULL,
    sent_by VARCHAR(50) NOT NULL,
    lease VARCHAR(40) NOT NULL,
    attempts INT NOT NULL,
    error VARCHAR(300) NOT NULL,
    created_at ${instant} NOT NULL,
    due_at ${instant} NULL,
    settled_at ${instant} NULL,
    UNIQUE (dedupe_key)
) ${table};
CREATE INDEX notices_by_due ON notices (due_at);
CREATE INDEX notices_by_settled ON notices (settled_at);
