-- holder is the member while the claim counts as theirs (one each), and minus the serial once cancelled.
-- A claim is never deleted, so that serials run 1..issued without a gap.
CREATE TABLE claims (
    id ${identity},
    benefit_id BIGINT NOT NULL,
    member_id BIGINT NOT NULL,
    holder BIGINT NOT NULL,
    serial INT NOT NULL,
    code VARCHAR(20) NOT NULL,
    state VARCHAR(20) NOT NULL,
    claimed_at ${instant} NOT NULL,
    ended_at ${instant} NULL,
    UNIQUE (benefit_id, holder),
    UNIQUE (benefit_id, serial),
    UNIQUE (code),
    FOREIGN KEY (benefit_id) REFERENCES benefits (id),
    FOREIGN KEY (member_id) REFERENCES members (id)
) ${table};
CREATE INDEX claims_by_member ON claims (member_id, id);
CREATE INDEX claims_by_state ON claims (benefit_id, state);
