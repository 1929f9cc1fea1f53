-- Who redeemed which claim and when: a member (redeemer_id) or staff (staff_id), one of the two. An undone one stays on record.
-- SQLite cannot drop a NOT NULL, so the table is made anew and takes the place of the old one.
CREATE TABLE redemptions_new (
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
