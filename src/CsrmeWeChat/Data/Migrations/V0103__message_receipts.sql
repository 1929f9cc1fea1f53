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
