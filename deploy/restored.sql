-- What restore.sh does to every database that it restores, before the service starts: the backup does not know what happened since.
-- Nothing goes out to many until staff have looked.
UPDATE outgoing_hold SET since = '@now' WHERE id = 1;
-- No voucher is given out until staff have said which serial was the last.
UPDATE benefits SET restored_at = '@now' WHERE kind = 'voucher';
-- Sessions that were ended since, and devices that were made unknown, would live again.
DELETE FROM sessions;
DELETE FROM staff_sessions;
DELETE FROM staff_devices;
