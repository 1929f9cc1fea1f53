-- A call for short videos. categories is a JSON list of names; empty: none are asked for. Its windows are half-open. is_public: whether
-- accepted videos may be shown in the mini program itself; otherwise only those that play from the society's 视频号 (channel_user).
CREATE TABLE video_calls (
    id ${identity},
    season_id BIGINT NOT NULL,
    title VARCHAR(60) NOT NULL,
    theme VARCHAR(4000) NOT NULL,
    categories VARCHAR(3000) NOT NULL,
    opens_at ${instant} NOT NULL,
    closes_at ${instant} NOT NULL,
    min_seconds INT NOT NULL,
    max_seconds INT NOT NULL,
    max_entries INT NOT NULL,
    state VARCHAR(20) NOT NULL,
    is_public SMALLINT NOT NULL,
    channel_user VARCHAR(64) NOT NULL,
    revision BIGINT NOT NULL,
    created_at ${instant} NOT NULL,
    FOREIGN KEY (season_id) REFERENCES seasons (id)
) ${table};
CREATE INDEX video_calls_by_season ON video_calls (season_id);
CREATE INDEX video_calls_by_state ON video_calls (state, closes_at);

-- An author's entry. slot is draft:CALL:PERSON while it is being written, so that a person has one draft of a call at a time, and entry:ID
-- after. person_id is NULL once the author is forgotten. collaborators is a JSON list. version counts how often it was handed in, revision
-- every change. reason says what to change, or why it was taken back, and fix_until till when. feed_id names it at 视频号. shelf
-- is CALL/TIME/ID while it is shown, so that texts sort as galleries do, and NULL otherwise.
CREATE TABLE video_entries (
    id ${identity},
    slot VARCHAR(60) NOT NULL,
    call_id BIGINT NOT NULL,
    person_id BIGINT NULL,
    state VARCHAR(20) NOT NULL,
    title VARCHAR(60) NOT NULL,
    statement VARCHAR(4000) NOT NULL,
    author VARCHAR(60) NOT NULL,
    unit VARCHAR(200) NOT NULL,
    collaborators VARCHAR(7000) NOT NULL,
    category VARCHAR(60) NOT NULL,
    ai_use VARCHAR(20) NOT NULL,
    ai_note VARCHAR(500) NOT NULL,
    agreed_at ${instant} NULL,
    video_id BIGINT NULL,
    version INT NOT NULL,
    revision BIGINT NOT NULL,
    reason VARCHAR(1000) NOT NULL,
    fix_until ${instant} NULL,
    likes INT NOT NULL,
    feed_id VARCHAR(150) NOT NULL,
    created_at ${instant} NOT NULL,
    changed_at ${instant} NOT NULL,
    submitted_at ${instant} NULL,
    decided_at ${instant} NULL,
    decided_by VARCHAR(150) NOT NULL,
    shown_at ${instant} NULL,
    shelf VARCHAR(50) NULL,
    UNIQUE (slot),
    FOREIGN KEY (call_id) REFERENCES video_calls (id),
    FOREIGN KEY (person_id) REFERENCES people (id)
) ${table};
-- The gallery goes by this one key, so that its ten thousandth page costs what the first does.
CREATE INDEX video_entries_by_shelf ON video_entries (shelf);
CREATE INDEX video_entries_by_call ON video_entries (call_id, state);
CREATE INDEX video_entries_waiting ON video_entries (state, submitted_at, id);
CREATE INDEX video_entries_by_person ON video_entries (person_id, call_id);
CREATE INDEX video_entries_by_video ON video_entries (video_id);

-- The file of an entry. state: waiting (nobody has looked at it), examined (its facts are known, its pictures for the check are cut),
-- ready (its copy for the phone is there), unfit (it cannot be processed, or breaks the call's limits; fault says which), gone (its
-- files are to be deleted; the entry may be gone too). due_at is when the next step may be tried, attempts how often the program failed
-- at it; lease and lease_until say who is at it. progress is a percentage.
CREATE TABLE video_files (
    id ${identity},
    entry_id BIGINT NOT NULL,
    upload_id BIGINT NOT NULL,
    name VARCHAR(200) NOT NULL,
    size BIGINT NOT NULL,
    sha256 CHAR(64) NOT NULL,
    begun_at ${instant} NOT NULL,
    completed_at ${instant} NOT NULL,
    state VARCHAR(20) NOT NULL,
    fault VARCHAR(20) NOT NULL,
    facts VARCHAR(4000) NOT NULL,
    milliseconds BIGINT NOT NULL,
    width INT NOT NULL,
    height INT NOT NULL,
    play_width INT NOT NULL,
    play_height INT NOT NULL,
    play_size BIGINT NOT NULL,
    frames VARCHAR(1000) NOT NULL,
    has_sound SMALLINT NOT NULL,
    progress INT NOT NULL,
    attempts INT NOT NULL,
    due_at ${instant} NULL,
    lease VARCHAR(40) NOT NULL,
    lease_until ${instant} NULL
) ${table};
CREATE INDEX video_files_due ON video_files (state, due_at);
CREATE INDEX video_files_by_entry ON video_files (entry_id);
CREATE INDEX video_files_by_hash ON video_files (sha256);

CREATE TABLE video_likes (
    entry_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    liked_at ${instant} NOT NULL,
    PRIMARY KEY (entry_id, person_id),
    FOREIGN KEY (entry_id) REFERENCES video_entries (id),
    FOREIGN KEY (person_id) REFERENCES people (id)
) ${table};
CREATE INDEX video_likes_by_person ON video_likes (person_id, liked_at);

-- slot is open:ENTRY:PERSON until it is settled, so that a person complains of an entry once at a time, and done:ID after. person_id is
-- NULL once the person is forgotten.
CREATE TABLE video_complaints (
    id ${identity},
    slot VARCHAR(60) NOT NULL,
    entry_id BIGINT NOT NULL,
    person_id BIGINT NULL,
    ground VARCHAR(20) NOT NULL,
    words VARCHAR(500) NOT NULL,
    state VARCHAR(20) NOT NULL,
    answer VARCHAR(500) NOT NULL,
    made_at ${instant} NOT NULL,
    settled_at ${instant} NULL,
    settled_by VARCHAR(150) NOT NULL,
    UNIQUE (slot),
    FOREIGN KEY (entry_id) REFERENCES video_entries (id),
    FOREIGN KEY (person_id) REFERENCES people (id)
) ${table};
CREATE INDEX video_complaints_open ON video_complaints (state, id);
CREATE INDEX video_complaints_by_entry ON video_complaints (entry_id);
CREATE INDEX video_complaints_by_person ON video_complaints (person_id);
