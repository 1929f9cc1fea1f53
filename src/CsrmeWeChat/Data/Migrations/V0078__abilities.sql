-- What WeChat said when it was last asked whether the account may call an api.
CREATE TABLE account_abilities (
    api VARCHAR(100) NOT NULL PRIMARY KEY,
    allowed SMALLINT,
    per_day BIGINT,
    left_today BIGINT,
    code INT NOT NULL,
    asked_at ${instant} NOT NULL
) ${table};
