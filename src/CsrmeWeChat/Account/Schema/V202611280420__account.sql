-- Every menu that staff made, as JSON; sent_at where WeChat took it. The latest of these is the menu. doubt_at: When WeChat was asked to
-- show it and did not answer: perhaps it shows it.
CREATE TABLE account_menus (
    id ${identity},
    content TEXT NOT NULL,
    made_by VARCHAR(150) NOT NULL,
    made_at ${instant} NOT NULL,
    sent_at ${instant} NULL,
    doubt_at ${instant} NULL
) ${table};

-- What WeChat said when it was last asked whether the account may call an api.
CREATE TABLE account_abilities (
    api VARCHAR(100) NOT NULL PRIMARY KEY,
    allowed SMALLINT,
    per_day BIGINT,
    left_today BIGINT,
    code INT NOT NULL,
    asked_at ${instant} NOT NULL
) ${table};
