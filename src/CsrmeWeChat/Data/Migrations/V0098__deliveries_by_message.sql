CREATE INDEX deliveries_by_message ON deliveries (message_id);
