-- Written by each look at whether a node is ready: a database that can be read may have no room to write.
CREATE TABLE write_checks (
    id BIGINT NOT NULL,
    checked_at ${instant} NULL,
    PRIMARY KEY (id)
) ${table};
INSERT INTO write_checks (id, checked_at) VALUES (1, NULL);
