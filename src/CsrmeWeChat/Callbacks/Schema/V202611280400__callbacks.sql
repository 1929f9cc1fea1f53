-- Everything WeChat has told us, each callback once: dedupe_key is the same for all deliveries of one message. due_at says when it is
-- handled next; it is NULL once the callback has been handled. open_id is whom it is about, and empty once that person was erased. reply
-- is what the sender was answered, and error the last failure.
CREATE TABLE callbacks (
    id ${identity},
    dedupe_key CHAR(64) NOT NULL,
    app_id VARCHAR(40) NOT NULL,
    open_id VARCHAR(64) NOT NULL,
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
CREATE INDEX callbacks_by_person ON callbacks (open_id, id);
CREATE INDEX callbacks_by_age ON callbacks (received_at);

-- Replies that staff write and followers get at once. kind is keyword, welcome or otherwise. The last two have no keyword, so there is at
-- most one of each. keyword_key is the keyword as it is compared: without regard to width, case, spaces and punctuation.
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

-- How often followers used a menu entry (click, view, view_miniprogram) or scanned a QR code (scan), by the day in Beijing.
CREATE TABLE account_hits (
    day ${date} NOT NULL,
    kind VARCHAR(50) NOT NULL,
    event_key VARCHAR(200) NOT NULL,
    hits INT NOT NULL,
    PRIMARY KEY (day, kind, event_key)
) ${table};

-- How many pushes of a day in Beijing were refused, all nodes together: another Token or key than ours, or the clock is off.
CREATE TABLE callback_refusals (
    day ${date} NOT NULL,
    path VARCHAR(50) NOT NULL,
    refused BIGINT NOT NULL,
    PRIMARY KEY (day, path)
) ${table};
