-- What imports made of one member, for their timeline.
CREATE INDEX roster_rows_by_number ON roster_rows (number, batch_id);
