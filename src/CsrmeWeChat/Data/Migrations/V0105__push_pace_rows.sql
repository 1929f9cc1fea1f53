INSERT INTO push_pace (channel, next_at, why) VALUES ('template', '2026-01-01 00:00:00.000000', ''), ('notice', '2026-01-01 00:00:00.000000', ''), ('mini', '2026-01-01 00:00:00.000000', '');
