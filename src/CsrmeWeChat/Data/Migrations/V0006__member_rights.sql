-- What a member may do for the society in the mini program: redeem.
CREATE TABLE member_rights (
    member_id BIGINT NOT NULL,
    name VARCHAR(20) NOT NULL,
    granted_at ${instant} NOT NULL,
    PRIMARY KEY (member_id, name),
    FOREIGN KEY (member_id) REFERENCES members (id)
) ${table};
