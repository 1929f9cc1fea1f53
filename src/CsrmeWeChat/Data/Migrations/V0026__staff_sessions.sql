-- token_hash is the SHA-256 of the cookie, in hexadecimal. second_factor_at: when the code of the authenticator was given, if one is set up.
CREATE TABLE staff_sessions (
    id ${identity},
    token_hash CHAR(64) NOT NULL,
    staff_id BIGINT NOT NULL,
    second_factor_at ${instant} NULL,
    address VARCHAR(64) NOT NULL,
    agent VARCHAR(200) NOT NULL,
    created_at ${instant} NOT NULL,
    seen_at ${instant} NOT NULL,
    UNIQUE (token_hash),
    FOREIGN KEY (staff_id) REFERENCES staff (id)
) ${table};
CREATE INDEX staff_sessions_by_seen ON staff_sessions (seen_at);
