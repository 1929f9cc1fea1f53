-- A season is a year's round of activities; benefits, contests, events and stories belong to one.
CREATE TABLE seasons (
    id ${identity},
    year INT NOT NULL,
    name VARCHAR(100) NOT NULL,
    theme VARCHAR(200) NOT NULL,
    created_at ${instant} NOT NULL,
    UNIQUE (year)
) ${table};
