-- Templates as WeChat approved them, each for one channel. The fields are JSON: [{"key": "thing1", "label": "活动名称"}, ...].
CREATE TABLE message_templates (
    id ${identity},
    channel VARCHAR(20) NOT NULL,
    wechat_id VARCHAR(64) NOT NULL,
    name VARCHAR(50) NOT NULL,
    fields VARCHAR(2000) NOT NULL,
    long_term SMALLINT NOT NULL,
    revision BIGINT NOT NULL,
    created_at ${instant} NOT NULL,
    UNIQUE (channel, wechat_id)
) ${table};

-- Messages to many. The fields and the audience are JSON. The columns done and failed count attempts since the campaign last began to
-- run; frozen_to is the last member whose recipient row has been written. The column start_at of a message that nobody has started says
-- when it is meant to go out. worked_at is when a node last had a running campaign in hand, or when it is to begin: one that is an hour
-- behind waits for a person. automatic: one that tells people what happened or what is about to, made by the house and not by staff.
-- useful_until: from then on it is of no use, and what was not sent is not; NULL for never.
CREATE TABLE campaigns (
    id ${identity},
    dedupe VARCHAR(64) NOT NULL,
    name VARCHAR(50) NOT NULL,
    topic VARCHAR(20) NOT NULL,
    template_id BIGINT NOT NULL,
    fields VARCHAR(4000) NOT NULL,
    page VARCHAR(200) NOT NULL,
    audience VARCHAR(4000) NOT NULL,
    state VARCHAR(20) NOT NULL,
    why VARCHAR(300) NOT NULL,
    start_at ${instant},
    worked_at ${instant},
    frozen_to BIGINT NOT NULL,
    done INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    revision BIGINT NOT NULL,
    created_by VARCHAR(50) NOT NULL,
    created_at ${instant} NOT NULL,
    ended_at ${instant},
    automatic SMALLINT NOT NULL DEFAULT 0,
    useful_until ${instant},
    UNIQUE (dedupe),
    FOREIGN KEY (template_id) REFERENCES message_templates (id)
) ${table};
CREATE INDEX campaigns_by_state ON campaigns (state, start_at);

-- By which template people are told what happens to them, for each kind of thing that is told. The fields are JSON.
CREATE TABLE automatic_messages (
    kind VARCHAR(40) NOT NULL PRIMARY KEY,
    template_id BIGINT NOT NULL,
    fields VARCHAR(4000) NOT NULL,
    revision BIGINT NOT NULL,
    FOREIGN KEY (template_id) REFERENCES message_templates (id)
) ${table};

-- One row for each recipient of a campaign. The recipient is an openid, or a substitute for a member who has none. A planned row may go
-- out from due_at on. While a row waits for something, expires_at says until when: a leased one for its node, an unknown one for
-- WeChat's receipt; it is NULL in every other row. The round changes when it is known that nothing went out and all may be tried anew.
CREATE TABLE deliveries (
    id ${identity},
    campaign_id BIGINT NOT NULL,
    recipient VARCHAR(80) NOT NULL,
    open_id VARCHAR(64) NOT NULL,
    member_id BIGINT,
    person_id BIGINT,
    state VARCHAR(10) NOT NULL,
    reason VARCHAR(30) NOT NULL,
    lease VARCHAR(32) NOT NULL,
    due_at ${instant} NOT NULL,
    expires_at ${instant},
    attempts INTEGER NOT NULL,
    round INTEGER NOT NULL,
    tried_at ${instant},
    ended_at ${instant},
    message_id BIGINT,
    UNIQUE (campaign_id, recipient),
    FOREIGN KEY (campaign_id) REFERENCES campaigns (id)
) ${table};
-- The only index that leads from a state to rows. One that began with the state would be all planned rows of all campaigns, and MariaDB
-- took it for the lease.
CREATE INDEX deliveries_due ON deliveries (campaign_id, state, due_at, id);
-- The few rows, over all campaigns, that wait for their node or for a receipt.
CREATE INDEX deliveries_expiring ON deliveries (expires_at);
CREATE INDEX deliveries_by_open_id ON deliveries (open_id, state);
CREATE INDEX deliveries_by_message ON deliveries (message_id);
CREATE INDEX deliveries_by_member ON deliveries (member_id, id);

-- One row for each channel: when the next message may leave, over all nodes. Locking the row puts the leases of all nodes in order. for_day
-- says that the pause is the rest of the day, for the day's quota is spent; then what is due waits for a person.
CREATE TABLE message_pace (
    channel VARCHAR(20) NOT NULL PRIMARY KEY,
    next_at ${instant} NOT NULL,
    paused_until ${instant},
    for_day SMALLINT NOT NULL,
    why VARCHAR(300) NOT NULL
) ${table};
INSERT INTO message_pace (channel, next_at, for_day, why)
VALUES ('template', '2026-01-01 00:00:00.000000', 0, ''),
       ('notice', '2026-01-01 00:00:00.000000', 0, ''),
       ('mini', '2026-01-01 00:00:00.000000', 0, '');

-- How many messages a person has allowed and not yet received, as far as we know: one for each acceptance that WeChat or the mini program
-- reported. A row says that the person has ever accepted. The column answered_at is the time of the person's latest answer.
CREATE TABLE subscription_credits (
    channel VARCHAR(20) NOT NULL,
    open_id VARCHAR(64) NOT NULL,
    wechat_id VARCHAR(64) NOT NULL,
    credits INTEGER NOT NULL,
    answered_at ${instant} NOT NULL,
    PRIMARY KEY (channel, open_id, wechat_id)
) ${table};

-- WeChat's reports of messages that it did or did not deliver, kept until each is matched with its delivery. A report that names no message
-- has NULL for its id.
CREATE TABLE message_receipts (
    id ${identity},
    channel VARCHAR(20) NOT NULL,
    message_id BIGINT,
    open_id VARCHAR(64) NOT NULL,
    wechat_id VARCHAR(64) NOT NULL,
    state VARCHAR(10) NOT NULL,
    reason VARCHAR(30) NOT NULL,
    received_at ${instant} NOT NULL
) ${table};
CREATE INDEX message_receipts_by_open_id ON message_receipts (open_id);

-- Acceptances as they were heard of: by WeChat's event, or by the mini program's own report. An event and a report of the same person and
-- template are one acceptance; both rows are marked as paired then. heard_at is our own clock.
CREATE TABLE consents (
    id ${identity},
    channel VARCHAR(20) NOT NULL,
    open_id VARCHAR(64) NOT NULL,
    wechat_id VARCHAR(64) NOT NULL,
    source VARCHAR(10) NOT NULL,
    paired SMALLINT NOT NULL,
    heard_at ${instant} NOT NULL
) ${table};
CREATE INDEX consents_by_open_id ON consents (open_id, heard_at);
CREATE INDEX consents_by_age ON consents (heard_at);

-- The topics that a person has declined.
CREATE TABLE message_choices (
    person_id BIGINT NOT NULL,
    topic VARCHAR(20) NOT NULL,
    PRIMARY KEY (person_id, topic),
    FOREIGN KEY (person_id) REFERENCES people (id)
) ${table};
