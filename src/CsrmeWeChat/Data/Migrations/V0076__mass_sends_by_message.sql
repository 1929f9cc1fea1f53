CREATE INDEX mass_sends_by_message ON mass_sends (message_id);
