-- Templates as WeChat approved them, one to a way of sending. fields is JSON: [{"key": "thing1", "label": "活动名称"}, ...].
CREATE TABLE message_templates (
    id ${identity},
    channel VARCHAR(20) NOT NULL,
    wechat_id VARCHAR(64) NOT NULL,
    name VARCHAR(50) NOT NULL,
    fields VARCHAR(2000) NOT NULL,
    long_term SMALLINT NOT NULL,
    version BIGINT NOT NULL,
    created_at ${instant} NOT NULL,
    UNIQUE (channel, wechat_id)
) ${table};

-- A message to many. fields and audience are JSON. done and failed count since it last began to run; frozen_to is how far its audience is
-- written down.
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
    frozen_to BIGINT NOT NULL,
    done INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    version BIGINT NOT NULL,
    created_by VARCHAR(50) NOT NULL,
    created_at ${instant} NOT NULL,
    ended_at ${instant},
    UNIQUE (dedupe),
    FOREIGN KEY (template_id) REFERENCES message_templates (id)
) ${table};
CREATE INDEX campaigns_by_state ON campaigns (state, start_at);

-- One recipient of a campaign. recipient is the openid, or what stands for somebody who has none. due_at is when a planned one may go
-- out, and when the lease of a leased one ends. round tells one attempt that may be made anew from the next.
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
    attempts INTEGER NOT NULL,
    round INTEGER NOT NULL,
    tried_at ${instant},
    ended_at ${instant},
    message_id BIGINT,
    UNIQUE (campaign_id, recipient),
    FOREIGN KEY (campaign_id) REFERENCES campaigns (id)
) ${table};
CREATE INDEX deliveries_due ON deliveries (campaign_id, state, due_at);
CREATE INDEX deliveries_by_open_id ON deliveries (open_id, state);
CREATE INDEX deliveries_by_message ON deliveries (message_id);
CREATE INDEX deliveries_by_member ON deliveries (member_id, id);
-- Leases that ran out, and messages whose outcome is not known: few, over all campaigns.
CREATE INDEX deliveries_by_state ON deliveries (state, due_at);

-- One row for each way of sending: when the next message may leave, over all nodes. Its lock puts the nodes' leases in order.
CREATE TABLE push_pace (
    channel VARCHAR(20) NOT NULL PRIMARY KEY,
    next_at ${instant} NOT NULL,
    paused_until ${instant},
    why VARCHAR(300) NOT NULL
) ${table};
INSERT INTO push_pace (channel, next_at, why) VALUES ('template', '2026-01-01 00:00:00.000000', ''), ('notice', '2026-01-01 00:00:00.000000', ''), ('mini', '2026-01-01 00:00:00.000000', '');

-- How many messages somebody has allowed and not yet got: one for each acceptance that WeChat told us of.
CREATE TABLE subscription_credits (
    channel VARCHAR(20) NOT NULL,
    open_id VARCHAR(64) NOT NULL,
    wechat_id VARCHAR(64) NOT NULL,
    credits INTEGER NOT NULL,
    told_at ${instant} NOT NULL,
    PRIMARY KEY (channel, open_id, wechat_id)
) ${table};

-- What WeChat told of messages that it delivered or did not, until it is matched with the delivery.
CREATE TABLE message_receipts (
    id ${identity},
    channel VARCHAR(20) NOT NULL,
    message_id BIGINT NOT NULL,
    open_id VARCHAR(64) NOT NULL,
    wechat_id VARCHAR(64) NOT NULL,
    state VARCHAR(10) NOT NULL,
    reason VARCHAR(30) NOT NULL,
    told_at ${instant} NOT NULL
) ${table};

-- What a person does not want to be sent.
CREATE TABLE message_choices (
    person_id BIGINT NOT NULL,
    topic VARCHAR(20) NOT NULL,
    PRIMARY KEY (person_id, topic),
    FOREIGN KEY (person_id) REFERENCES people (id)
) ${table};
