-- The bindings that hold now: one person, one member, both ways.
CREATE TABLE bindings (
    member_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    bound_at ${instant} NOT NULL,
    PRIMARY KEY (member_id),
    UNIQUE (person_id),
    FOREIGN KEY (member_id) REFERENCES members (id),
    FOREIGN KEY (person_id) REFERENCES people (id)
) ${table};
