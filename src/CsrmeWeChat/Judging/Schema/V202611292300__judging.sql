-- A round of judging. panel and panel_id say whose it is, in that room's own word (contest, 5). criteria is a JSON list of names and
-- weights, in the order that ties go by. goes_on is how many of each group go on to the next round or are awarded. seed is what the draw
-- was made from, empty before it. saves counts what jurors saved: whoever saves changes this row, so that none is saved after the close.
CREATE TABLE judging_rounds (
    id ${identity},
    panel VARCHAR(20) NOT NULL,
    panel_id BIGINT NOT NULL,
    number INT NOT NULL,
    title VARCHAR(60) NOT NULL,
    state VARCHAR(20) NOT NULL,
    criteria VARCHAR(2000) NOT NULL,
    per_item INT NOT NULL,
    goes_on INT NOT NULL,
    rank_rule VARCHAR(20) NOT NULL,
    tie_rule VARCHAR(20) NOT NULL,
    seed VARCHAR(64) NOT NULL,
    saves BIGINT NOT NULL,
    closes_at ${instant} NOT NULL,
    opened_at ${instant} NULL,
    closed_at ${instant} NULL,
    revision BIGINT NOT NULL,
    created_at ${instant} NOT NULL,
    UNIQUE (panel, panel_id, number)
) ${table};

CREATE TABLE judging_jurors (
    round_id BIGINT NOT NULL,
    staff_id BIGINT NOT NULL,
    PRIMARY KEY (round_id, staff_id),
    FOREIGN KEY (round_id) REFERENCES judging_rounds (id),
    FOREIGN KEY (staff_id) REFERENCES staff (id)
) ${table};
CREATE INDEX judging_jurors_by_staff ON judging_jurors (staff_id);

-- What is judged, by the number that its room knows it by. code is what jurors see in place of it. Ranked within group_key.
CREATE TABLE judging_items (
    round_id BIGINT NOT NULL,
    item_id BIGINT NOT NULL,
    group_key VARCHAR(20) NOT NULL,
    code VARCHAR(12) NOT NULL,
    PRIMARY KEY (round_id, item_id),
    UNIQUE (round_id, code),
    FOREIGN KEY (round_id) REFERENCES judging_rounds (id)
) ${table};

-- Who may not judge what, and why.
CREATE TABLE judging_conflicts (
    round_id BIGINT NOT NULL,
    item_id BIGINT NOT NULL,
    staff_id BIGINT NOT NULL,
    reason VARCHAR(20) NOT NULL,
    PRIMARY KEY (round_id, item_id, staff_id),
    FOREIGN KEY (round_id) REFERENCES judging_rounds (id)
) ${table};

-- One juror's scores of one item. points is a JSON list in the order of the round's criteria, empty while it is open. remark is why, where
-- the juror stepped back. state: open, scored, recused (the juror has stepped back), dropped (the item was taken back; what was given stays
-- and counts no more).
CREATE TABLE judging_ballots (
    id ${identity},
    round_id BIGINT NOT NULL,
    item_id BIGINT NOT NULL,
    staff_id BIGINT NOT NULL,
    state VARCHAR(20) NOT NULL,
    points VARCHAR(500) NOT NULL,
    remark VARCHAR(1000) NOT NULL,
    revision BIGINT NOT NULL,
    saved_at ${instant} NULL,
    UNIQUE (round_id, item_id, staff_id),
    FOREIGN KEY (round_id) REFERENCES judging_rounds (id)
) ${table};
CREATE INDEX judging_ballots_by_staff ON judging_ballots (staff_id, round_id, state);

-- A round's ranking as it was fixed: all that it was computed from and what came of it, as JSON, with its SHA-256.
CREATE TABLE judging_rankings (
    round_id BIGINT NOT NULL PRIMARY KEY,
    ranking MEDIUMTEXT NOT NULL,
    sha256 CHAR(64) NOT NULL,
    frozen_by VARCHAR(150) NOT NULL,
    frozen_at ${instant} NOT NULL,
    FOREIGN KEY (round_id) REFERENCES judging_rounds (id)
) ${table};

-- Whom a juror declared that they should not judge: names is a JSON list. It holds for all rounds of the panel that open after.
CREATE TABLE judging_declarations (
    panel VARCHAR(20) NOT NULL,
    panel_id BIGINT NOT NULL,
    staff_id BIGINT NOT NULL,
    names VARCHAR(4000) NOT NULL,
    declared_at ${instant} NOT NULL,
    PRIMARY KEY (panel, panel_id, staff_id),
    FOREIGN KEY (staff_id) REFERENCES staff (id)
) ${table};

-- The WeChat at which a juror is told of their rounds; person_id is NULL until they have sent the code from it. The code may be sent until
-- code_until, and again by who sent it first.
CREATE TABLE judging_contacts (
    staff_id BIGINT NOT NULL PRIMARY KEY,
    person_id BIGINT NULL,
    code VARCHAR(12) NULL,
    code_until ${instant} NULL,
    linked_at ${instant} NULL,
    UNIQUE (code),
    FOREIGN KEY (staff_id) REFERENCES staff (id),
    FOREIGN KEY (person_id) REFERENCES people (id)
) ${table};
CREATE INDEX judging_contacts_by_person ON judging_contacts (person_id);
