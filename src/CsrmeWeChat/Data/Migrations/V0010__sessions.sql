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
