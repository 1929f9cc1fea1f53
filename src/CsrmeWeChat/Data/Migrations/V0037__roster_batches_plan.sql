-- How an uploaded sheet is to be read, as JSON: which sheet, which line is the header, which column means what, whether absent members are tagged.
ALTER TABLE roster_batches ADD COLUMN plan VARCHAR(300) NOT NULL DEFAULT '';
