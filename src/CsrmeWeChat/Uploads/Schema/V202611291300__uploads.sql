-- A file that a person sends, in chunks or whole. state: open (bytes are missing), checking (all are here, the hash is not), complete;
-- refused (not the file that was announced), removed, expired. received is what is safely on the disk, and the file holds at least that;
-- its name is code.part. place: folder (of the uploads), store (uploads/code.part), or direct (on its way from the phone to the store;
-- received is what was seen of it there); store_session is the store's name for what comes in parts. turn counts who has written, lease
-- and lease_until say who does. received_at: when the last byte of them was safe. expires_at: when an open or complete upload expires, or
-- an ended one is forgotten; NULL once a room has taken the file.
CREATE TABLE uploads (
    id ${identity},
    code CHAR(20) NOT NULL,
    person_id BIGINT NOT NULL,
    purpose VARCHAR(40) NOT NULL,
    file_name VARCHAR(200) NOT NULL,
    metadata VARCHAR(4000) NOT NULL,
    size BIGINT NOT NULL,
    wanted_sha256 VARCHAR(64) NOT NULL,
    state VARCHAR(20) NOT NULL,
    received BIGINT NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    place VARCHAR(10) NOT NULL,
    part INT NOT NULL,
    store_session VARCHAR(1024) NOT NULL,
    turn BIGINT NOT NULL,
    lease VARCHAR(40) NOT NULL,
    lease_until ${instant} NULL,
    begun_at ${instant} NOT NULL,
    received_at ${instant} NOT NULL,
    taken_at ${instant} NULL,
    expires_at ${instant} NULL,
    UNIQUE (code),
    FOREIGN KEY (person_id) REFERENCES people (id)
) ${table};
CREATE INDEX uploads_due ON uploads (state, expires_at);
CREATE INDEX uploads_by_day ON uploads (person_id, begun_at);
CREATE INDEX uploads_by_state ON uploads (person_id, state);
CREATE INDEX uploads_by_hash ON uploads (person_id, sha256);
CREATE INDEX uploads_to_move ON uploads (place, taken_at);
