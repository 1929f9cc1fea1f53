INSERT INTO send_calendar (id, version) VALUES (1, 0);
