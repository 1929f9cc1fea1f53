-- The history of bindings. person_id is no foreign key: the history outlives the person's wish to be forgotten, as a bare number.
CREATE TABLE binding_events (
    id ${identity},
    member_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    event VARCHAR(20) NOT NULL,
    reason VARCHAR(200) NOT NULL,
    at ${instant} NOT NULL,
    FOREIGN KEY (member_id) REFERENCES members (id)
) ${table};
CREATE INDEX binding_events_by_person ON binding_events (person_id);
