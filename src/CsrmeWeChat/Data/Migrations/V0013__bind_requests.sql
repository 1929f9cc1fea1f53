-- "I am this member": for the secretariat to decide. slot is open:PERSON while undecided, so that a person has one at a time, and done:ID after.
-- seal_row names the row in what is sealed: the person may change, by a merge.
CREATE TABLE bind_requests (
    id ${identity},
    slot VARCHAR(40) NOT NULL,
    person_id BIGINT NOT NULL,
    name VARCHAR(100) NOT NULL,
    number VARCHAR(40) NOT NULL,
    unit VARCHAR(200) NOT NULL,
    note VARCHAR(500) NOT NULL,
    seal_row CHAR(32) NOT NULL,
    phone_sealed VARCHAR(200) NOT NULL,
    phone_hash VARCHAR(90) NOT NULL,
    state VARCHAR(20) NOT NULL,
    member_id BIGINT NULL,
    reason VARCHAR(200) NOT NULL,
    created_at ${instant} NOT NULL,
    decided_at ${instant} NULL,
    UNIQUE (slot),
    FOREIGN KEY (member_id) REFERENCES members (id)
) ${table};
CREATE INDEX bind_requests_by_state ON bind_requests (state, id);
CREATE INDEX bind_requests_by_person ON bind_requests (person_id);
