-- When staff said how a send ended of which WeChat told nothing; NULL where WeChat told it.
ALTER TABLE mass_sends ADD COLUMN settled_at ${instant} NULL;
