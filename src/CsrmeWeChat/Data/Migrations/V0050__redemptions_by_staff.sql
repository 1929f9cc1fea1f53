CREATE INDEX redemptions_by_staff ON redemptions (staff_id, id);
