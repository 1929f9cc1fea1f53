-- Who works at the console. login is lower-case. A staff member of role unit belongs to a branch, or to the member unit named.
-- version counts the changes of the row: who edits says which one they saw.
CREATE TABLE staff (
    id ${identity},
    login VARCHAR(50) NOT NULL,
    name VARCHAR(100) NOT NULL,
    password_hash VARCHAR(200) NOT NULL,
    must_change_password SMALLINT NOT NULL,
    totp_sealed VARCHAR(300) NOT NULL,
    totp_step BIGINT NOT NULL,
    totp_required SMALLINT NOT NULL,
    branch_id BIGINT NULL,
    unit VARCHAR(200) NOT NULL,
    disabled_at ${instant} NULL,
    version BIGINT NOT NULL,
    created_at ${instant} NOT NULL,
    UNIQUE (login),
    FOREIGN KEY (branch_id) REFERENCES branches (id)
) ${table};
