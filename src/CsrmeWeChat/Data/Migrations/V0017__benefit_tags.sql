CREATE TABLE benefit_tags (
    benefit_id BIGINT NOT NULL,
    tag VARCHAR(50) NOT NULL,
    PRIMARY KEY (benefit_id, tag),
    FOREIGN KEY (benefit_id) REFERENCES benefits (id)
) ${table};
