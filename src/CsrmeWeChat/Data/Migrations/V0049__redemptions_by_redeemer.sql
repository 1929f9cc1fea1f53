CREATE INDEX redemptions_by_redeemer ON redemptions (redeemer_id, id);
