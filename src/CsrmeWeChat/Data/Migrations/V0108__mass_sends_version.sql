-- The story's version that goes out.
ALTER TABLE mass_sends ADD COLUMN version INT NULL;
