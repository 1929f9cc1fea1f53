-- The staff member who decided.
ALTER TABLE bind_requests ADD COLUMN decided_by VARCHAR(150) NOT NULL DEFAULT '';
