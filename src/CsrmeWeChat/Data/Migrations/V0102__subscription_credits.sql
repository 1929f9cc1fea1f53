-- How many messages somebody has allowed and not yet got: one for each acceptance that WeChat told us of.
CREATE TABLE subscription_credits (
    channel VARCHAR(20) NOT NULL,
    open_id VARCHAR(64) NOT NULL,
    wechat_id VARCHAR(64) NOT NULL,
    credits INTEGER NOT NULL,
    told_at ${instant} NOT NULL,
    PRIMARY KEY (channel, open_id, wechat_id)
) ${table};
