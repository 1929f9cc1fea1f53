CREATE TABLE branches (
    id ${identity},
    name VARCHAR(100) NOT NULL,
    UNIQUE (name)
) ${table};
