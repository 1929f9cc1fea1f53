CREATE INDEX followers_by_unionid ON followers (union_id);
