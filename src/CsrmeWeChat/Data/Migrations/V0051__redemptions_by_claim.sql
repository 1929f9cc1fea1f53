CREATE INDEX redemptions_by_claim ON redemptions (claim_id, id);
