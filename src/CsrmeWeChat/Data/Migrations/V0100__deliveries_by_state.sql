-- Leases that ran out, and messages whose outcome is not known: few, over all campaigns.
CREATE INDEX deliveries_by_state ON deliveries (state, due_at);
