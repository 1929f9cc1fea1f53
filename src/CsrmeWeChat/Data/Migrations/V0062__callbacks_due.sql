CREATE INDEX callbacks_due ON callbacks (due_at, id);
