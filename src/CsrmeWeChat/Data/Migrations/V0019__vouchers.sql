-- A partner's codes in order: the claim with this serial shows this code.
CREATE TABLE vouchers (
    benefit_id BIGINT NOT NULL,
    serial INT NOT NULL,
    code VARCHAR(100) NOT NULL,
    PRIMARY KEY (benefit_id, serial),
    UNIQUE (benefit_id, code),
    FOREIGN KEY (benefit_id) REFERENCES benefits (id)
) ${table};
