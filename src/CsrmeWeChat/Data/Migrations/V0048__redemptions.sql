ALTER TABLE redemptions_new RENAME TO redemptions;
