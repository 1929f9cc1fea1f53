-- Failed sign-ins, by the SHA-256 of an account together with an address, or of an address alone: shared by all nodes.
CREATE TABLE sign_in_attempts (
    key_hash CHAR(64) NOT NULL,
    attempts INT NOT NULL,
    next_at ${instant} NOT NULL,
    forget_at ${instant} NOT NULL,
    PRIMARY KEY (key_hash)
) ${table};
CREATE INDEX sign_in_attempts_by_forget ON sign_in_attempts (forget_at);
