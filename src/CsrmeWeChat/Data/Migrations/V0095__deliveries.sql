-- One recipient of a campaign. recipient is the openid, or what stands for somebody who has none. due_at is when a planned one may go out, and when the
-- lease of a leased one ends. round tells one attempt that may be made anew from the next.
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
