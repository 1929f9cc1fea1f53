-- A member is a row of the roster. Phone and e-mail are sealed; the hashes are keyed, to search by.
CREATE TABLE members (
    id ${identity},
    number VARCHAR(40) NOT NULL,
    name VARCHAR(100) NOT NULL,
    name_key VARCHAR(100) NOT NULL,
    phone_sealed VARCHAR(200) NOT NULL,
    phone_hash VARCHAR(90) NOT NULL,
    phone_tail_hash VARCHAR(90) NOT NULL,
    email_sealed VARCHAR(600) NOT NULL,
    email_hash VARCHAR(90) NOT NULL,
    unit VARCHAR(200) NOT NULL,
    branch_id BIGINT NULL,
    level_id BIGINT NULL,
    paid_until ${date} NULL,
    version BIGINT NOT NULL,
    created_at ${instant} NOT NULL,
    updated_at ${instant} NOT NULL,
    UNIQUE (number),
    FOREIGN KEY (branch_id) REFERENCES branches (id),
    FOREIGN KEY (level_id) REFERENCES levels (id)
) ${table};
CREATE INDEX members_by_name_key ON members (name_key);
CREATE INDEX members_by_phone_hash ON members (phone_hash);
CREATE INDEX members_by_phone_tail_hash ON members (phone_tail_hash);
CREATE INDEX members_by_email_hash ON members (email_hash);
