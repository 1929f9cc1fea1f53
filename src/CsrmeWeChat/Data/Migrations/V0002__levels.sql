CREATE TABLE levels (
    id ${identity},
    name VARCHAR(50) NOT NULL,
    UNIQUE (name)
) ${table};
