-- A synthetic rush: wanted by an administrator, run by a job. slot is 'busy' from then to its end, so that there is one at a time. holder
-- is who works on it, until lease_until at the latest; who finds that past removes what is left of it. result is JSON, empty where there
-- is none; why says so in words.
CREATE TABLE rehearsals (
    id ${identity},
    phones INT NOT NULL,
    stock INT NOT NULL,
    state VARCHAR(20) NOT NULL,
    slot VARCHAR(40) NOT NULL,
    step VARCHAR(20) NOT NULL,
    done INT NOT NULL,
    benefit_id BIGINT NULL,
    holder VARCHAR(40) NOT NULL,
    lease_until ${instant} NULL,
    asked_by VARCHAR(150) NOT NULL,
    asked_at ${instant} NOT NULL,
    ended_at ${instant} NULL,
    result TEXT NOT NULL,
    why VARCHAR(500) NOT NULL,
    UNIQUE (slot)
) ${table};
CREATE INDEX rehearsals_by_state ON rehearsals (state);
