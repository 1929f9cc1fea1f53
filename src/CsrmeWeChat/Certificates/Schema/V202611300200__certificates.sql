-- A certificate as it was issued. panel, panel_id and subject say for what, in the room's own words (contest, 5, entry/12/1): there is one
-- that stands for each. One that was replaced has its own id as its subject. words is the printed sentence; occasion, award and work are
-- the same facts apart, to be looked for and verified by. dated_on is the printed day, which a replacement keeps.
CREATE TABLE certificates (
    id ${identity},
    code VARCHAR(12) NOT NULL,
    panel VARCHAR(20) NOT NULL,
    panel_id BIGINT NOT NULL,
    subject VARCHAR(60) NOT NULL,
    heading VARCHAR(20) NOT NULL,
    name VARCHAR(500) NOT NULL,
    unit VARCHAR(200) NOT NULL,
    occasion VARCHAR(100) NOT NULL,
    award VARCHAR(100) NOT NULL,
    work VARCHAR(200) NOT NULL,
    words VARCHAR(600) NOT NULL,
    issuer VARCHAR(150) NOT NULL,
    dated_on ${date} NOT NULL,
    person_id BIGINT NULL,
    state VARCHAR(20) NOT NULL,
    issued_by VARCHAR(150) NOT NULL,
    issued_at ${instant} NOT NULL,
    revoked_by VARCHAR(150) NOT NULL,
    revoked_at ${instant} NULL,
    reason VARCHAR(300) NOT NULL,
    replaces_id BIGINT NULL,
    replaced_by_id BIGINT NULL,
    revision BIGINT NOT NULL,
    UNIQUE (code),
    UNIQUE (panel, panel_id, subject),
    FOREIGN KEY (person_id) REFERENCES people (id)
) ${table};
CREATE INDEX certificates_by_person ON certificates (person_id, id);
