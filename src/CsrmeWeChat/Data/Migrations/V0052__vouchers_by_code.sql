-- A partner's code is handed out once, whatever benefit it was uploaded to.
CREATE UNIQUE INDEX vouchers_by_code ON vouchers (code);
