-- How many claims of a benefit were refused, by reason. Each node adds what it counted once a second.
CREATE TABLE claim_refusals (
    benefit_id BIGINT NOT NULL,
    outcome VARCHAR(20) NOT NULL,
    amount BIGINT NOT NULL,
    PRIMARY KEY (benefit_id, outcome),
    FOREIGN KEY (benefit_id) REFERENCES benefits (id)
) ${table};
