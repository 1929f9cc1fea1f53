CREATE INDEX stories_by_state ON stories (state, out_at);
