-- Who came to a session. subject is what may come in once: a registration's code, or, for whoever came without one, the number of the scan
-- that let them in, so that the key holds for both. seats is how many came, name what a walk-in said, which may be nothing. left_at is null
-- while they are in; whoever comes back has it emptied.
CREATE TABLE event_arrivals (
    id ${identity},
    session_id BIGINT NOT NULL,
    subject VARCHAR(40) NOT NULL,
    registration_id BIGINT NULL,
    name VARCHAR(60) NOT NULL,
    seats INT NOT NULL,
    entered_at ${instant} NOT NULL,
    left_at ${instant} NULL,
    staff_id BIGINT NULL,
    door VARCHAR(30) NOT NULL,
    UNIQUE (session_id, subject),
    FOREIGN KEY (session_id) REFERENCES event_sessions (id),
    FOREIGN KEY (registration_id) REFERENCES registrations (id)
) ${table};
CREATE INDEX event_arrivals_by_registration ON event_arrivals (registration_id);

-- What a door did, once for each number that it gave: who sends the same again, because no answer had come, gets the first outcome.
-- subject is as above, and empty where what was scanned is no ticket of ours. at is when it was scanned, by the service's clock as the door
-- knew it; offline is 1 where the door decided alone.
CREATE TABLE event_scans (
    id ${identity},
    session_id BIGINT NOT NULL,
    number VARCHAR(40) NOT NULL,
    kind VARCHAR(20) NOT NULL,
    subject VARCHAR(40) NOT NULL,
    outcome VARCHAR(20) NOT NULL,
    by_hand SMALLINT NOT NULL,
    offline SMALLINT NOT NULL,
    at ${instant} NOT NULL,
    received_at ${instant} NOT NULL,
    staff_id BIGINT NULL,
    door VARCHAR(30) NOT NULL,
    UNIQUE (session_id, number),
    FOREIGN KEY (session_id) REFERENCES event_sessions (id)
) ${table};
CREATE INDEX event_scans_by_outcome ON event_scans (session_id, outcome, id);
