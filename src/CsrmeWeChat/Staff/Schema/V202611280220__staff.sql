-- Who works at the console. login is lower-case. A staff member of role unit belongs to a branch, or to the member unit named; a juror
-- judges nothing of their own branch or unit. revision counts the changes of the row, and whoever edits it names the one they saw.
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
    revision BIGINT NOT NULL,
    created_at ${instant} NOT NULL,
    UNIQUE (login),
    FOREIGN KEY (branch_id) REFERENCES branches (id)
) ${table};

CREATE TABLE staff_roles (
    staff_id BIGINT NOT NULL,
    role VARCHAR(20) NOT NULL,
    PRIMARY KEY (staff_id, role),
    FOREIGN KEY (staff_id) REFERENCES staff (id)
) ${table};

-- token_hash is the SHA-256 of the cookie, in hexadecimal. second_factor_at is when the code of the
-- authenticator was given, if one is set up.
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

-- Sessions that somebody ended before their time, and how, to tell whoever comes with the cookie. Kept for as long as a session may last.
CREATE TABLE ended_sessions (
    token_hash CHAR(64) NOT NULL,
    reason VARCHAR(20) NOT NULL,
    ended_at ${instant} NOT NULL,
    PRIMARY KEY (token_hash)
) ${table};

-- code_hash is the SHA-256 of 80 random bits; a code that was used is gone.
CREATE TABLE staff_recovery_codes (
    staff_id BIGINT NOT NULL,
    code_hash CHAR(64) NOT NULL,
    PRIMARY KEY (staff_id, code_hash),
    FOREIGN KEY (staff_id) REFERENCES staff (id)
) ${table};

-- Failed sign-ins are counted for all nodes, by the SHA-256 of an account together with an address or device, of an address alone, or of
-- the codes of an account.
CREATE TABLE sign_in_attempts (
    key_hash CHAR(64) NOT NULL,
    attempts INT NOT NULL,
    next_at ${instant} NOT NULL,
    forget_at ${instant} NOT NULL,
    PRIMARY KEY (key_hash)
) ${table};
CREATE INDEX sign_in_attempts_by_forget ON sign_in_attempts (forget_at);

-- Devices at which an account signed in before. token_hash is the SHA-256 of the device's cookie, which several accounts may share.
CREATE TABLE staff_devices (
    token_hash CHAR(64) NOT NULL,
    staff_id BIGINT NOT NULL,
    seen_at ${instant} NOT NULL,
    PRIMARY KEY (token_hash, staff_id),
    FOREIGN KEY (staff_id) REFERENCES staff (id)
) ${table};
CREATE INDEX staff_devices_by_seen ON staff_devices (seen_at);

-- Wrong passwords and codes of an account in an hour, until the trail was told of them. staff_id is 0 where there is no such account.
CREATE TABLE sign_in_failures (
    staff_id BIGINT NOT NULL,
    step VARCHAR(20) NOT NULL,
    hour_at ${instant} NOT NULL,
    failures INT NOT NULL,
    PRIMARY KEY (staff_id, step, hour_at)
) ${table};
