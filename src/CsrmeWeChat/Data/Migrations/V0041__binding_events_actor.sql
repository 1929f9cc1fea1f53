-- The staff member who bound or unbound; empty where it was the person.
ALTER TABLE binding_events ADD COLUMN actor VARCHAR(150) NOT NULL DEFAULT '';
