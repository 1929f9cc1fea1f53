-- Who did what to what and when. hash = SHA-256 of the row before's hash and this row; mac signs the hash with a key outside the
-- database. Rows are only ever added, each under the lock of audit_head. staff_id is NULL for a command of the shell. No foreign keys:
-- the trail outlives what it tells of.
CREATE TABLE audit_events (
    seq BIGINT NOT NULL,
    at ${instant} NOT NULL,
    staff_id BIGINT NULL,
    actor VARCHAR(150) NOT NULL,
    action VARCHAR(60) NOT NULL,
    kind VARCHAR(30) NOT NULL,
    target_id BIGINT NOT NULL,
    name VARCHAR(200) NOT NULL,
    before_values TEXT NOT NULL,
    after_values TEXT NOT NULL,
    mac VARCHAR(90) NOT NULL,
    PRIMARY KEY (seq)
) ${table};
CREATE INDEX audit_events_by_target ON audit_events (kind, target_id, seq);
CREATE INDEX audit_events_by_staff ON audit_events (staff_id, seq);
CREATE INDEX audit_events_by_at ON audit_events (at);

-- The one row whose lock orders the trail: how many rows there are, and the last one's hash.
CREATE TABLE audit_head (
    id BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    hash VARCHAR(64) NOT NULL,
    PRIMARY KEY (id)
) ${table};
INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, '');
