CREATE INDEX deliveries_by_member ON deliveries (member_id, id);
