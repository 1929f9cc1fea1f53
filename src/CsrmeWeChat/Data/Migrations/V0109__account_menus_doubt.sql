-- When WeChat was asked to show it and did not answer: perhaps it shows it.
ALTER TABLE account_menus ADD COLUMN doubt_at ${instant} NULL;
