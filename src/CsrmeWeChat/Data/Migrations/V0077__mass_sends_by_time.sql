CREATE INDEX mass_sends_by_time ON mass_sends (scheduled_at);
