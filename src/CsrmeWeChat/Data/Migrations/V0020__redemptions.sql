-- Who redeemed which claim and when; an undone one stays on record.
CREATE TABLE redemptions (
    id ${identity},
    claim_id BIGINT NOT NULL,
    redeemer_id BIGINT NOT NULL,
    redeemed_at ${instant} NOT NULL,
    undone_at ${instant} NULL,
    FOREIGN KEY (claim_id) REFERENCES claims (id),
    FOREIGN KEY (redeemer_id) REFERENCES members (id)
) ${table};
CREATE INDEX redemptions_by_redeemer ON redemptions (redeemer_id, id);
CREATE INDEX redemptions_by_claim ON redemptions (claim_id, id);
