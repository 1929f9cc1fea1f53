CREATE INDEX deliveries_due ON deliveries (campaign_id, state, due_at);
