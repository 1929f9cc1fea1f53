-- The official account's tags, as WeChat numbers them.
CREATE TABLE account_tags (
    id BIGINT NOT NULL PRIMARY KEY,
    name VARCHAR(50) NOT NULL
) ${table};
