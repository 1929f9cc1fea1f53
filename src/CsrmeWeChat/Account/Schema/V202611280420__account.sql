-- Every menu that staff made, as JSON. sent_at says when WeChat took it, and the latest such menu is the one shown. doubt_at says when
-- WeChat was asked to show it and did not answer, so that it may be shown or not.
CREATE TABLE account_menus (
    id ${identity},
    content TEXT NOT NULL,
    made_by VARCHAR(150) NOT NULL,
    made_at ${instant} NOT NULL,
    sent_at ${instant} NULL,
    doubt_at ${instant} NULL
) ${table};

-- What WeChat last said about each API: whether the account may call it (NULL where WeChat did not say), how often a day, and how many
-- calls are left. code is WeChat's errcode.
CREATE TABLE account_abilities (
    api VARCHAR(100) NOT NULL PRIMARY KEY,
    allowed SMALLINT,
    per_day BIGINT,
    left_today BIGINT,
    code INT NOT NULL,
    asked_at ${instant} NOT NULL
) ${table};
