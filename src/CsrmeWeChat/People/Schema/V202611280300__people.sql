-- A person is a WeChat user. Who turned out to be somebody already known is merged and its row removed.
CREATE TABLE people (
    id ${identity},
    created_at ${instant} NOT NULL
) ${table};

CREATE TABLE openids (
    app_id VARCHAR(40) NOT NULL,
    open_id VARCHAR(64) NOT NULL,
    person_id BIGINT NOT NULL,
    created_at ${instant} NOT NULL,
    PRIMARY KEY (app_id, open_id),
    FOREIGN KEY (person_id) REFERENCES people (id)
) ${table};
CREATE INDEX openids_by_person ON openids (person_id);

CREATE TABLE unionids (
    union_id VARCHAR(64) NOT NULL,
    person_id BIGINT NOT NULL,
    PRIMARY KEY (union_id),
    UNIQUE (person_id),
    FOREIGN KEY (person_id) REFERENCES people (id)
) ${table};

-- token_hash is the SHA-256 of the token the phone holds, in hexadecimal.
CREATE TABLE sessions (
    token_hash CHAR(64) NOT NULL,
    person_id BIGINT NOT NULL,
    created_at ${instant} NOT NULL,
    expires_at ${instant} NOT NULL,
    PRIMARY KEY (token_hash),
    FOREIGN KEY (person_id) REFERENCES people (id)
) ${table};
CREATE INDEX sessions_by_person ON sessions (person_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- The bindings that hold now: one person, one member, both ways.
CREATE TABLE bindings (
    member_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    bound_at ${instant} NOT NULL,
    PRIMARY KEY (member_id),
    UNIQUE (person_id),
    FOREIGN KEY (member_id) REFERENCES members (id),
    FOREIGN KEY (person_id) REFERENCES people (id)
) ${table};

-- The history of bindings. person_id is no foreign key: the history outlives the person's wish to be forgotten, as a bare number. actor:
-- The staff member who bound or unbound; empty where it was the person.
CREATE TABLE binding_events (
    id ${identity},
    member_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    event VARCHAR(20) NOT NULL,
    reason VARCHAR(200) NOT NULL,
    at ${instant} NOT NULL,
    actor VARCHAR(150) NOT NULL DEFAULT '',
    FOREIGN KEY (member_id) REFERENCES members (id)
) ${table};
CREATE INDEX binding_events_by_person ON binding_events (person_id);
CREATE INDEX binding_events_by_member ON binding_events (member_id, id);

-- "I am this member": for the secretariat to decide. slot is open:PERSON while undecided, so that a person has one at a time, and done:ID
-- after. seal_row names the row in what is sealed: the person may change, by a merge. decided_by: The staff member who decided.
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
    decided_by VARCHAR(150) NOT NULL DEFAULT '',
    UNIQUE (slot),
    FOREIGN KEY (member_id) REFERENCES members (id)
) ${table};
CREATE INDEX bind_requests_by_state ON bind_requests (state, id);
CREATE INDEX bind_requests_by_person ON bind_requests (person_id);

-- A mobile number that a person showed to be theirs by WeChat's phone button, for what asks for an author's. seal_row names the row in what
-- is sealed: the person may change, by a merge.
CREATE TABLE person_phones (
    id ${identity},
    person_id BIGINT NOT NULL,
    seal_row CHAR(32) NOT NULL,
    phone_sealed VARCHAR(200) NOT NULL,
    phone_hash VARCHAR(90) NOT NULL,
    verified_at ${instant} NOT NULL,
    UNIQUE (person_id),
    FOREIGN KEY (person_id) REFERENCES people (id)
) ${table};
