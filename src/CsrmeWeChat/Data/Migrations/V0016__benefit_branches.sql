CREATE TABLE benefit_branches (
    benefit_id BIGINT NOT NULL,
    branch_id BIGINT NOT NULL,
    PRIMARY KEY (benefit_id, branch_id),
    FOREIGN KEY (benefit_id) REFERENCES benefits (id),
    FOREIGN KEY (branch_id) REFERENCES branches (id)
) ${table};
