-- An event of the society or of a unit. organiser is the unit's name, empty for the society. audience (who may come) and questions (what
-- the form asks) are JSON. state: draft, published, cancelled (why says the reason to those who had registered); whether it is full or over
-- follows from its sessions. latitude and longitude are millionths of a degree in GCJ-02, both or none.
-- max_party is how many may come on one registration, offer_minutes how long an offered place is kept.
-- smaller_passes: whether a smaller group that fits is offered a place before a larger one that does not. reminders: which of week, day and
-- hours are sent; last_credit_for is the one to which a person's last acceptance of messages is left. guardian_under: for whoever is
-- younger than that, a guardian has to agree; 0 for nobody. material_url is for those who came.
CREATE TABLE events (
    id ${identity},
    season_id BIGINT NOT NULL,
    slug VARCHAR(60) NOT NULL,
    kind VARCHAR(20) NOT NULL,
    title VARCHAR(80) NOT NULL,
    organiser VARCHAR(100) NOT NULL,
    summary TEXT NOT NULL,
    place VARCHAR(200) NOT NULL,
    latitude INT NULL,
    longitude INT NULL,
    online_url VARCHAR(500) NOT NULL,
    registers_from ${instant} NOT NULL,
    registers_until ${instant} NOT NULL,
    cancel_until ${instant} NOT NULL,
    max_party INT NOT NULL,
    has_waiting SMALLINT NOT NULL,
    smaller_passes SMALLINT NOT NULL,
    offer_minutes INT NOT NULL,
    audience TEXT NOT NULL,
    questions TEXT NOT NULL,
    reminders VARCHAR(40) NOT NULL,
    last_credit_for VARCHAR(10) NOT NULL,
    guardian_under INT NOT NULL,
    material_url VARCHAR(500) NOT NULL,
    state VARCHAR(20) NOT NULL,
    why VARCHAR(300) NOT NULL,
    revision BIGINT NOT NULL,
    created_at ${instant} NOT NULL,
    UNIQUE (slug),
    FOREIGN KEY (season_id) REFERENCES seasons (id)
) ${table};
CREATE INDEX events_by_season ON events (season_id, state);

-- A part of an event with its own hours and places. taken is the places of those who are registered and of those to whom one is offered;
-- issued counts the serials given. Both change only in a transaction that holds the row: that is the lock under which places are counted.
CREATE TABLE event_sessions (
    id ${identity},
    event_id BIGINT NOT NULL,
    title VARCHAR(60) NOT NULL,
    starts_at ${instant} NOT NULL,
    ends_at ${instant} NOT NULL,
    capacity INT NOT NULL,
    taken INT NOT NULL,
    issued INT NOT NULL,
    FOREIGN KEY (event_id) REFERENCES events (id)
) ${table};
CREATE INDEX event_sessions_by_event ON event_sessions (event_id, starts_at);
CREATE INDEX event_sessions_by_end ON event_sessions (ends_at);

-- participant is the person while the registration stands, so that the key allows one each; it is minus the serial once it has ended.
-- serial is the order of arrival, in which those who wait are offered places. state: registered, waiting, offered (until offered_until),
-- and ended as cancelled, declined, lapsed (the offer ran out), unserved (the session began before a place was free), removed (by staff,
-- who say why) or calledoff (with the event). names is a JSON list of who comes, whoever registered first. answers is JSON by the
-- questions' keys; what JSON writes as six letters for one, such as a rare character, fits none of MySQL's short columns. guardian agreed
-- for those who are too young to; agreed_at is when the person agreed to what a private event asks. registered_at is since when it is
-- registered. untold is 1 while the person has not been told of the state that it is in, 2 while they have not been told that the time or
-- place has changed. ticket_key is the secret, in hexadecimal, of which the ticket's changing code is made.
CREATE TABLE registrations (
    id ${identity},
    session_id BIGINT NOT NULL,
    serial INT NOT NULL,
    participant BIGINT NOT NULL,
    person_id BIGINT NULL,
    code VARCHAR(20) NOT NULL,
    ticket_key CHAR(64) NOT NULL,
    state VARCHAR(20) NOT NULL,
    seats INT NOT NULL,
    names TEXT NOT NULL,
    answers TEXT NOT NULL,
    guardian VARCHAR(60) NOT NULL,
    agreed_at ${instant},
    offered_until ${instant} NULL,
    why VARCHAR(300) NOT NULL,
    untold SMALLINT NOT NULL,
    revision BIGINT NOT NULL,
    made_at ${instant} NOT NULL,
    registered_at ${instant},
    changed_at ${instant} NOT NULL,
    UNIQUE (session_id, participant),
    UNIQUE (session_id, serial),
    UNIQUE (code),
    FOREIGN KEY (session_id) REFERENCES event_sessions (id),
    FOREIGN KEY (person_id) REFERENCES people (id)
) ${table};
CREATE INDEX registrations_by_state ON registrations (session_id, state, serial);
CREATE INDEX registrations_by_person ON registrations (person_id, session_id);
CREATE INDEX registrations_by_offer ON registrations (state, offered_until);
CREATE INDEX registrations_untold ON registrations (untold, id);
