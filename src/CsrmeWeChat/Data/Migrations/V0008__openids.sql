CREATE TABLE openids (
    app_id VARCHAR(40) NOT NULL,
    open_id VARCHAR(64) NOT NULL,
    person_id BIGINT NOT NULL,
    created_at ${instant} NOT NULL,
    PRIMARY KEY (app_id, open_id),
    FOREIGN KEY (person_id) REFERENCES people (id)
) ${table};
CREATE INDEX openids_by_person ON openids (person_id);
