-- A person is a WeChat user. Who turned out to be somebody already known is merged and its row removed.
CREATE TABLE people (
    id ${identity},
    created_at ${instant} NOT NULL
) ${table};
