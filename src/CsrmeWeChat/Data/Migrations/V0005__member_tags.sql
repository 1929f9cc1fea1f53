CREATE TABLE member_tags (
    member_id BIGINT NOT NULL,
    tag VARCHAR(50) NOT NULL,
    PRIMARY KEY (member_id, tag),
    FOREIGN KEY (member_id) REFERENCES members (id)
) ${table};
