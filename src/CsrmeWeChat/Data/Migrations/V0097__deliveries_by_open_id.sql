CREATE INDEX deliveries_by_open_id ON deliveries (open_id, state);
