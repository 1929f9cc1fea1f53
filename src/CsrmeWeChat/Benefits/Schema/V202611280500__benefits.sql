-- issued counts the serials given, held the claims that take stock. Both change only in a transaction that holds the benefit's row from its
-- first statement on: that is the lock under which claims are counted. revision counts the edits of what people wrote, and an edit names
-- the revision it was made from. restored_at is set by a restore until staff say which voucher was the last; restored_serial is what the
-- log told then. picture is a name in the media folder, empty for none.
CREATE TABLE benefits (
    id ${identity},
    season_id BIGINT NOT NULL,
    kind VARCHAR(20) NOT NULL,
    title VARCHAR(60) NOT NULL,
    summary VARCHAR(500) NOT NULL,
    usage_note VARCHAR(500) NOT NULL,
    partner VARCHAR(100) NOT NULL,
    place VARCHAR(200) NOT NULL DEFAULT '',
    picture VARCHAR(80) NOT NULL DEFAULT '',
    picture_width INT NOT NULL DEFAULT 0,
    picture_height INT NOT NULL DEFAULT 0,
    state VARCHAR(20) NOT NULL,
    opens_at ${instant} NOT NULL,
    closes_at ${instant} NOT NULL,
    use_until ${instant} NOT NULL,
    expiry_returns_stock SMALLINT NOT NULL,
    dues_required SMALLINT NOT NULL,
    stock INT NOT NULL,
    issued INT NOT NULL,
    held INT NOT NULL,
    restored_at ${instant} NULL,
    restored_serial INT NULL,
    revision BIGINT NOT NULL DEFAULT 0,
    created_at ${instant} NOT NULL,
    FOREIGN KEY (season_id) REFERENCES seasons (id)
) ${table};
CREATE INDEX benefits_by_state ON benefits (state, opens_at);

-- The levels that may claim; a benefit without a row here is for all levels. Likewise branches and tags.
CREATE TABLE benefit_levels (
    benefit_id BIGINT NOT NULL,
    level_id BIGINT NOT NULL,
    PRIMARY KEY (benefit_id, level_id),
    FOREIGN KEY (benefit_id) REFERENCES benefits (id),
    FOREIGN KEY (level_id) REFERENCES levels (id)
) ${table};

CREATE TABLE benefit_branches (
    benefit_id BIGINT NOT NULL,
    branch_id BIGINT NOT NULL,
    PRIMARY KEY (benefit_id, branch_id),
    FOREIGN KEY (benefit_id) REFERENCES benefits (id),
    FOREIGN KEY (branch_id) REFERENCES branches (id)
) ${table};

CREATE TABLE benefit_tags (
    benefit_id BIGINT NOT NULL,
    tag VARCHAR(50) NOT NULL,
    PRIMARY KEY (benefit_id, tag),
    FOREIGN KEY (benefit_id) REFERENCES benefits (id)
) ${table};

-- holder is the member while the claim counts as theirs, so that the key allows one each; it is minus the serial once the claim is
-- cancelled or has expired and returned to stock. A claim is never deleted, so that serials run from 1 to issued without a gap.
CREATE TABLE claims (
    id ${identity},
    benefit_id BIGINT NOT NULL,
    member_id BIGINT NOT NULL,
    holder BIGINT NOT NULL,
    serial INT NOT NULL,
    code VARCHAR(20) NOT NULL,
    state VARCHAR(20) NOT NULL,
    claimed_at ${instant} NOT NULL,
    ended_at ${instant} NULL,
    UNIQUE (benefit_id, holder),
    UNIQUE (benefit_id, serial),
    UNIQUE (code),
    FOREIGN KEY (benefit_id) REFERENCES benefits (id),
    FOREIGN KEY (member_id) REFERENCES members (id)
) ${table};
CREATE INDEX claims_by_member ON claims (member_id, id);
CREATE INDEX claims_by_state ON claims (benefit_id, state);
-- Finds the claims of each second for the live page. Their instants only grow, so a claim is added at the end of the index.
CREATE INDEX claims_by_time ON claims (benefit_id, claimed_at);

-- What somebody uploaded or pasted at once, so that it can be taken back while none of it is given out.
CREATE TABLE voucher_uploads (
    id ${identity},
    benefit_id BIGINT NOT NULL,
    source VARCHAR(100) NOT NULL,
    uploaded_by VARCHAR(150) NOT NULL,
    uploaded_at ${instant} NOT NULL,
    FOREIGN KEY (benefit_id) REFERENCES benefits (id)
) ${table};
CREATE INDEX voucher_uploads_by_benefit ON voucher_uploads (benefit_id, id);

-- A partner's codes in the order in which they are handed out: the claim with this serial shows this code, and the password that belongs
-- to it, empty for none. A serial below 0 was set aside after a restore and is never handed out.
CREATE TABLE vouchers (
    benefit_id BIGINT NOT NULL,
    serial INT NOT NULL,
    code VARCHAR(100) NOT NULL,
    password VARCHAR(100) NOT NULL DEFAULT '',
    upload_id BIGINT NOT NULL,
    PRIMARY KEY (benefit_id, serial),
    UNIQUE (benefit_id, code),
    FOREIGN KEY (benefit_id) REFERENCES benefits (id),
    FOREIGN KEY (upload_id) REFERENCES voucher_uploads (id)
) ${table};
CREATE INDEX vouchers_by_upload ON vouchers (upload_id, serial);
-- A partner's code is handed out only once, whichever benefit it was uploaded to.
CREATE UNIQUE INDEX vouchers_by_code ON vouchers (code);

-- Who redeemed which claim and when: either a member (redeemer_id) or staff (staff_id). A redemption that was undone stays on record.
CREATE TABLE redemptions (
    id ${identity},
    claim_id BIGINT NOT NULL,
    redeemer_id BIGINT NULL,
    staff_id BIGINT NULL,
    redeemed_at ${instant} NOT NULL,
    undone_at ${instant} NULL,
    FOREIGN KEY (claim_id) REFERENCES claims (id),
    FOREIGN KEY (redeemer_id) REFERENCES members (id),
    FOREIGN KEY (staff_id) REFERENCES staff (id)
) ${table};
CREATE INDEX redemptions_by_redeemer ON redemptions (redeemer_id, id);
CREATE INDEX redemptions_by_claim ON redemptions (claim_id, id);
CREATE INDEX redemptions_by_staff ON redemptions (staff_id, id);

-- How many claims of a benefit were refused, by reason: the name of an outcome in lower case, or 'busy' for those who were told to come
-- back. Each node adds what it counted once a second.
CREATE TABLE claim_refusals (
    benefit_id BIGINT NOT NULL,
    outcome VARCHAR(20) NOT NULL,
    amount BIGINT NOT NULL,
    PRIMARY KEY (benefit_id, outcome),
    FOREIGN KEY (benefit_id) REFERENCES benefits (id)
) ${table};

-- What a member tried in vain: how often, when first and last, and the outcome of the last time, or 'busy'. Each node adds what it noted
-- once a second. There are no foreign keys: a row is written when the benefit or the member may be gone, and a reference to the benefit
-- would wait for the lock that the rush holds.
CREATE TABLE claim_tries (
    benefit_id BIGINT NOT NULL,
    member_id BIGINT NOT NULL,
    amount INT NOT NULL,
    first_at ${instant} NOT NULL,
    last_at ${instant} NOT NULL,
    outcome VARCHAR(20) NOT NULL,
    PRIMARY KEY (benefit_id, member_id)
) ${table};
CREATE INDEX claim_tries_by_member ON claim_tries (member_id);
