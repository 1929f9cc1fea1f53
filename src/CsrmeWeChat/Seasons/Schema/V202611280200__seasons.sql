-- A season is a year's round of activities; benefits, contests, events and stories belong to one. hidden: A hidden season is a
-- rehearsal's: no member and no list of the console sees its benefits.
CREATE TABLE seasons (
    id ${identity},
    year INT NOT NULL,
    name VARCHAR(100) NOT NULL,
    theme VARCHAR(200) NOT NULL,
    created_at ${instant} NOT NULL,
    hidden SMALLINT NOT NULL DEFAULT 0,
    UNIQUE (year)
) ${table};
