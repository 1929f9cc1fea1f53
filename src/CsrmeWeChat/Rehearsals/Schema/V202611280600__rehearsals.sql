-- A synthetic rush, which an administrator asks for and a job runs. slot is 'busy' until the rehearsal has ended, so that the key allows
-- one at a time. lease names the job that works on it until lease_until at the latest; whoever finds a rehearsal begun and its lease run
-- out removes what is left of it. result is JSON, empty where there is none; why then says the reason in Chinese.
CREATE TABLE rehearsals (
    id ${identity},
    phones INT NOT NULL,
    stock INT NOT NULL,
    state VARCHAR(20) NOT NULL,
    slot VARCHAR(40) NOT NULL,
    step VARCHAR(20) NOT NULL,
    done INT NOT NULL,
    benefit_id BIGINT NULL,
    lease VARCHAR(40) NOT NULL,
    lease_until ${instant} NULL,
    asked_by VARCHAR(150) NOT NULL,
    asked_at ${instant} NOT NULL,
    ended_at ${instant} NULL,
    result TEXT NOT NULL,
    why VARCHAR(500) NOT NULL,
    UNIQUE (slot)
) ${table};
CREATE INDEX rehearsals_by_state ON rehearsals (state);
