-- Finds those of whom WeChat has not told yet, or longest ago.
CREATE INDEX followers_by_told ON followers (follows, told_at, id);
