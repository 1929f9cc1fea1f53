-- A season is a year's round of activities; benefits, contests, events and stories belong to one. A hidden season belongs to a rehearsal,
-- and its year is minus the rehearsal's id: members and the console's lists see nothing of what belongs to it.
CREATE TABLE seasons (
    id ${identity},
    year INT NOT NULL,
    name VARCHAR(100) NOT NULL,
    theme VARCHAR(200) NOT NULL,
    created_at ${instant} NOT NULL,
    hidden SMALLINT NOT NULL DEFAULT 0,
    UNIQUE (year)
) ${table};
