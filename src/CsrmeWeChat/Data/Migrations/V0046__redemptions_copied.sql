INSERT INTO redemptions_new (id, claim_id, redeemer_id, staff_id, redeemed_at, undone_at)
SELECT id, claim_id, redeemer_id, NULL, redeemed_at, undone_at FROM redemptions;
