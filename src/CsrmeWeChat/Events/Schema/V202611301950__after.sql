-- What somebody thought of a session that they had registered for: rating is 1 to 5. Who is forgotten leaves the number, for the average.
CREATE TABLE event_feedback (
    id ${identity},
    registration_id BIGINT NOT NULL,
    rating SMALLINT NOT NULL,
    remark TEXT NOT NULL,
    given_at ${instant} NOT NULL,
    UNIQUE (registration_id),
    FOREIGN KEY (registration_id) REFERENCES registrations (id)
) ${table};
