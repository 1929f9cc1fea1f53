CREATE INDEX callbacks_by_kind ON callbacks (kind, received_at);
