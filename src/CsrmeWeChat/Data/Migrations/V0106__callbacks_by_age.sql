CREATE INDEX ix_callbacks_received ON callbacks (received_at);
