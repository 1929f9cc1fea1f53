-- What followers are answered at once. kind is keyword, welcome or otherwise; the last two have no keyword, so there is one of each.
CREATE TABLE auto_replies (
    id ${identity},
    kind VARCHAR(20) NOT NULL,
    keyword_key VARCHAR(60) NOT NULL,
    keyword VARCHAR(30) NOT NULL,
    matching VARCHAR(20) NOT NULL,
    reply VARCHAR(1000) NOT NULL,
    enabled SMALLINT NOT NULL,
    UNIQUE (kind, keyword_key)
) ${table};
