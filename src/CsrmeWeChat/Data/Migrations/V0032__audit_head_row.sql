INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, '');
