-- One row for each reminder of a session that was begun, for the start that it was then to have: a session that is moved has new ones, of
-- which nobody gets a second one of the same kind. kind: week, day, hours. campaign_id is the message, in the room of messages; NULL where
-- staff had chosen no template, and where nobody was registered. up_to is the last registration that was dealt with; done says
-- that there are no more.
CREATE TABLE session_reminders (
    id ${identity},
    session_id BIGINT NOT NULL,
    kind VARCHAR(10) NOT NULL,
    starts_at ${instant} NOT NULL,
    campaign_id BIGINT,
    up_to BIGINT NOT NULL,
    done SMALLINT NOT NULL,
    begun_at ${instant} NOT NULL,
    UNIQUE (session_id, kind, starts_at),
    FOREIGN KEY (session_id) REFERENCES event_sessions (id)
) ${table};
