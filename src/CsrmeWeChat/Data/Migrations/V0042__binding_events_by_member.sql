CREATE INDEX binding_events_by_member ON binding_events (member_id, id);
