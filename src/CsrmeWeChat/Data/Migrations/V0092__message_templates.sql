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
