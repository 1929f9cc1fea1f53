CREATE TABLE unionids (
    union_id VARCHAR(64) NOT NULL,
    person_id BIGINT NOT NULL,
    PRIMARY KEY (union_id),
    UNIQUE (person_id),
    FOREIGN KEY (person_id) REFERENCES people (id)
) ${table};
