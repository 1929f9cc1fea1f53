-- code_hash is the SHA-256 of 80 random bits; a code that was used is gone.
CREATE TABLE staff_recovery_codes (
    staff_id BIGINT NOT NULL,
    code_hash CHAR(64) NOT NULL,
    PRIMARY KEY (staff_id, code_hash),
    FOREIGN KEY (staff_id) REFERENCES staff (id)
) ${table};
