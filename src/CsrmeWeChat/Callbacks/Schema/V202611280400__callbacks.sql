-- What WeChat pushed to us, each once. due_at is when its turn to be handled comes, NULL once it was.
CREATE TABLE callbacks (
    id ${identity},
    dedupe_key CHAR(64) NOT NULL,
    app_id VARCHAR(40) NOT NULL,
    kind VARCHAR(50) NOT NULL,
    body MEDIUMTEXT NOT NULL,
    reply VARCHAR(1000) NOT NULL,
    received_at ${instant} NOT NULL,
    due_at ${instant} NULL,
    handled_at ${instant} NULL,
    attempts INT NOT NULL,
    error VARCHAR(200) NOT NULL,
    UNIQUE (dedupe_key)
) ${table};
CREATE INDEX callbacks_due ON callbacks (due_at, id);
CREATE INDEX callbacks_by_kind ON callbacks (kind, received_at);
CREATE INDEX ix_callbacks_received ON callbacks (received_at);

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

-- How often followers used a menu entry (click, view), a QR code (scan) or wrote (text), by Beijing's day.
CREATE TABLE account_hits (
    day ${date} NOT NULL,
    kind VARCHAR(50) NOT NULL,
    event_key VARCHAR(200) NOT NULL,
    hits INT NOT NULL,
    PRIMARY KEY (day, kind, event_key)
) ${table};
