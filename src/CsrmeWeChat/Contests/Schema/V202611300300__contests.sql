-- A photo contest. group_list is a JSON list: entries are judged, ranked and awarded within a group, each for single photos or for series.
-- subjects is a JSON list of themes, of which an entry has one; empty for none. prizes is a JSON list of group, name and number.
-- criteria is what rounds begin with. granted is the category that WeChat granted for showing people's photos: without it is_shown is 0.
-- result says how far the result is: none, noticed (公示), announced. votes_screened_to is how far votes were looked at for what is
-- suspicious.
CREATE TABLE contests (
    id ${identity},
    season_id BIGINT NOT NULL,
    title VARCHAR(80) NOT NULL,
    rules TEXT NOT NULL,
    group_list VARCHAR(2000) NOT NULL,
    subjects VARCHAR(1000) NOT NULL,
    prizes VARCHAR(4000) NOT NULL,
    criteria VARCHAR(2000) NOT NULL,
    state VARCHAR(20) NOT NULL,
    entrants VARCHAR(20) NOT NULL,
    opens_at ${instant} NOT NULL,
    closes_at ${instant} NOT NULL,
    taken_since VARCHAR(10) NOT NULL,
    min_megapixels INT NOT NULL,
    max_megabytes INT NOT NULL,
    max_entries INT NOT NULL,
    max_caption INT NOT NULL,
    needs_camera SMALLINT NOT NULL,
    is_shown SMALLINT NOT NULL,
    granted VARCHAR(100) NOT NULL,
    vote_crowd VARCHAR(20) NOT NULL,
    vote_opens_at ${instant} NULL,
    vote_closes_at ${instant} NULL,
    votes_each INT NOT NULL,
    votes_closed_at ${instant} NULL,
    votes_screened_to ${instant} NULL,
    result VARCHAR(20) NOT NULL,
    notice_from ${instant} NULL,
    notice_until ${instant} NULL,
    announced_at ${instant} NULL,
    story_id BIGINT NULL,
    revision BIGINT NOT NULL,
    created_at ${instant} NOT NULL,
    FOREIGN KEY (season_id) REFERENCES seasons (id)
) ${table};

-- An author's entry. slot is draft:CONTEST:PERSON while it is being written, so that a person has one draft of a contest at a time, and
-- entry:ID after. person_id is NULL once the author is forgotten. coauthors is a JSON list of names and units, avoid one of the names of
-- those who should not judge it. taken_on is a day, or a month or a year where the author knows no better. version counts how often it was
-- handed in, revision every change. reason says what to change, fix_until till when. votes is what was counted when the voting closed.
CREATE TABLE contest_entries (
    id ${identity},
    slot VARCHAR(60) NOT NULL,
    contest_id BIGINT NOT NULL,
    person_id BIGINT NULL,
    state VARCHAR(20) NOT NULL,
    group_key VARCHAR(20) NOT NULL,
    subject VARCHAR(60) NOT NULL,
    title VARCHAR(60) NOT NULL,
    caption TEXT NOT NULL,
    place VARCHAR(200) NOT NULL,
    taken_on VARCHAR(10) NOT NULL,
    author VARCHAR(60) NOT NULL,
    unit VARCHAR(200) NOT NULL,
    coauthors VARCHAR(7000) NOT NULL,
    avoid VARCHAR(4000) NOT NULL,
    edit VARCHAR(20) NOT NULL,
    edit_note VARCHAR(500) NOT NULL,
    ai_use VARCHAR(20) NOT NULL,
    ai_note VARCHAR(500) NOT NULL,
    agreed_at ${instant} NULL,
    cover_id BIGINT NULL,
    version INT NOT NULL,
    revision BIGINT NOT NULL,
    reason VARCHAR(1000) NOT NULL,
    fix_until ${instant} NULL,
    votes INT NOT NULL,
    created_at ${instant} NOT NULL,
    changed_at ${instant} NOT NULL,
    submitted_at ${instant} NULL,
    decided_at ${instant} NULL,
    decided_by VARCHAR(150) NOT NULL,
    UNIQUE (slot),
    FOREIGN KEY (contest_id) REFERENCES contests (id),
    FOREIGN KEY (person_id) REFERENCES people (id)
) ${table};
CREATE INDEX contest_entries_by_contest ON contest_entries (contest_id, state);
CREATE INDEX contest_entries_waiting ON contest_entries (state, submitted_at, id);
CREATE INDEX contest_entries_by_person ON contest_entries (person_id, contest_id);

-- A photo of an entry, at its place in it from 1. code, of chance, names the folder of its copies. state: waiting (nobody has looked at
-- it), ready (its copies are there; whether it keeps to the contest's limits follows from facts and size), unfit (it cannot be opened;
-- fault is the code and why what its author reads), gone (its files are to be deleted; the entry may be gone too). facts is what the
-- file says of itself, as JSON, for staff. looks is how it looks (PhotoHash). due_at is when the next try may be, attempts how often one
-- was begun that has not ended well; lease and lease_until say who is at it.
CREATE TABLE contest_photos (
    id ${identity},
    code VARCHAR(20) NOT NULL,
    entry_id BIGINT NOT NULL,
    place INT NOT NULL,
    upload_id BIGINT NOT NULL,
    name VARCHAR(200) NOT NULL,
    size BIGINT NOT NULL,
    sha256 CHAR(64) NOT NULL,
    begun_at ${instant} NOT NULL,
    completed_at ${instant} NOT NULL,
    state VARCHAR(20) NOT NULL,
    fault VARCHAR(40) NOT NULL,
    why VARCHAR(500) NOT NULL,
    facts VARCHAR(4000) NOT NULL,
    width INT NOT NULL,
    height INT NOT NULL,
    copy_width INT NOT NULL,
    copy_height INT NOT NULL,
    looks BIGINT NOT NULL,
    attempts INT NOT NULL,
    due_at ${instant} NULL,
    lease VARCHAR(40) NOT NULL,
    lease_until ${instant} NULL,
    UNIQUE (code)
) ${table};
CREATE INDEX contest_photos_due ON contest_photos (state, due_at);
CREATE INDEX contest_photos_by_entry ON contest_photos (entry_id, place);
CREATE INDEX contest_photos_by_hash ON contest_photos (sha256);
-- All that is read of twenty thousand photos to find near ones.
CREATE INDEX contest_photos_by_looks ON contest_photos (state, looks, entry_id);

-- One vote. voter is p:PERSON while the person is known, so that each votes for an entry once, and gone:ID once the person is forgotten.
-- state: counted; held (staff look at it, reason says why); void (thrown out, it stays). taken_back_at is when the voter took it back: the
-- row stays, so that what was held is held still when it is given again. source is a keyed hash of the address that it came from, kept
-- until the votes are counted.
CREATE TABLE contest_votes (
    id ${identity},
    contest_id BIGINT NOT NULL,
    entry_id BIGINT NOT NULL,
    voter VARCHAR(40) NOT NULL,
    person_id BIGINT NULL,
    state VARCHAR(20) NOT NULL,
    reason VARCHAR(20) NOT NULL,
    source VARCHAR(90) NOT NULL,
    voted_at ${instant} NOT NULL,
    taken_back_at ${instant} NULL,
    decided_at ${instant} NULL,
    decided_by VARCHAR(150) NOT NULL,
    UNIQUE (contest_id, voter, entry_id),
    FOREIGN KEY (contest_id) REFERENCES contests (id),
    FOREIGN KEY (person_id) REFERENCES people (id)
) ${table};
CREATE INDEX contest_votes_by_entry ON contest_votes (entry_id, source);
CREATE INDEX contest_votes_by_time ON contest_votes (contest_id, voted_at);
CREATE INDEX contest_votes_by_person ON contest_votes (person_id);
CREATE INDEX contest_votes_by_state ON contest_votes (state, contest_id, entry_id);

-- An award. kind is jury or popularity; place is what the ranking said, 0 where staff gave it otherwise. state: proposed, noticed (in the
-- public notice), given, dropped (reason says why). certificate_code names the certificate once it is issued.
CREATE TABLE contest_awards (
    id ${identity},
    contest_id BIGINT NOT NULL,
    entry_id BIGINT NOT NULL,
    kind VARCHAR(20) NOT NULL,
    group_key VARCHAR(20) NOT NULL,
    prize VARCHAR(60) NOT NULL,
    prize_order INT NOT NULL,
    place INT NOT NULL,
    state VARCHAR(20) NOT NULL,
    reason VARCHAR(1000) NOT NULL,
    revision BIGINT NOT NULL,
    decided_by VARCHAR(150) NOT NULL,
    decided_at ${instant} NOT NULL,
    UNIQUE (contest_id, entry_id, kind),
    FOREIGN KEY (contest_id) REFERENCES contests (id),
    FOREIGN KEY (entry_id) REFERENCES contest_entries (id)
) ${table};

-- An objection against what stands in the public notice. slot is open:CONTEST:ENTRY:PERSON until it is decided, and done:ID after.
-- is_named says whether the public may read who objected; staff always see it. person_id is NULL once the person is forgotten, and where
-- staff noted what came by letter.
CREATE TABLE contest_objections (
    id ${identity},
    slot VARCHAR(80) NOT NULL,
    contest_id BIGINT NOT NULL,
    entry_id BIGINT NULL,
    person_id BIGINT NULL,
    name VARCHAR(60) NOT NULL,
    contact VARCHAR(200) NOT NULL,
    is_named SMALLINT NOT NULL,
    words VARCHAR(4000) NOT NULL,
    state VARCHAR(20) NOT NULL,
    revision BIGINT NOT NULL,
    decision VARCHAR(1000) NOT NULL,
    made_at ${instant} NOT NULL,
    decided_at ${instant} NULL,
    decided_by VARCHAR(150) NOT NULL,
    UNIQUE (slot),
    FOREIGN KEY (contest_id) REFERENCES contests (id),
    FOREIGN KEY (entry_id) REFERENCES contest_entries (id),
    FOREIGN KEY (person_id) REFERENCES people (id)
) ${table};
CREATE INDEX contest_objections_by_contest ON contest_objections (contest_id, state);
CREATE INDEX contest_objections_by_person ON contest_objections (person_id);
