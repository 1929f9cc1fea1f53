CREATE INDEX campaigns_by_state ON campaigns (state, start_at);
