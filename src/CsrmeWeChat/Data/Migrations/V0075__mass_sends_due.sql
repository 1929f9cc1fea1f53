CREATE INDEX mass_sends_due ON mass_sends (state, next_attempt_at);
