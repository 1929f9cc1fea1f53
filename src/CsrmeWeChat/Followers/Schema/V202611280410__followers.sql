-- Everybody who follows the official account or once did. Only the unionid says who somebody is in the mini program; it is '' where
-- WeChat gave none. details_at says when WeChat was last asked about the follower; it is NULL where WeChat must be asked.
CREATE TABLE followers (
    id ${identity},
    open_id VARCHAR(64) NOT NULL,
    union_id VARCHAR(64) NOT NULL,
    follows SMALLINT NOT NULL,
    followed_at ${instant},
    left_at ${instant},
    scene VARCHAR(64) NOT NULL,
    remark VARCHAR(100) NOT NULL,
    details_at ${instant},
    UNIQUE (open_id)
) ${table};
CREATE INDEX followers_by_unionid ON followers (union_id);
-- Finds the followers whose details are missing or the oldest.
CREATE INDEX followers_by_details ON followers (follows, details_at, id);

-- The official account's tags, under WeChat's own numbers.
CREATE TABLE account_tags (
    id BIGINT NOT NULL PRIMARY KEY,
    name VARCHAR(50) NOT NULL
) ${table};

-- Which follower has which tag. A tag may be unknown until the next sync reads the account's tags.
CREATE TABLE follower_tags (
    follower_id BIGINT NOT NULL,
    tag_id BIGINT NOT NULL,
    PRIMARY KEY (tag_id, follower_id),
    FOREIGN KEY (follower_id) REFERENCES followers (id)
) ${table};

-- Syncs of all followers. slot is open while one is under way, so that there is only one at a time, and done:ID afterwards. step and
-- next_open_id are its place; resumes_at and reason are filled while it is paused; lease and lease_until name the node at work.
CREATE TABLE follower_syncs (
    id ${identity},
    slot VARCHAR(40) NOT NULL,
    asked_by VARCHAR(150) NOT NULL,
    step VARCHAR(20) NOT NULL,
    next_open_id VARCHAR(64) NOT NULL,
    total INT NOT NULL,
    listed INT NOT NULL,
    detailed INT NOT NULL,
    gone INT NOT NULL,
    reason VARCHAR(300) NOT NULL,
    started_at ${instant} NOT NULL,
    finished_at ${instant} NULL,
    resumes_at ${instant} NULL,
    lease VARCHAR(40) NOT NULL,
    lease_until ${instant} NULL,
    UNIQUE (slot)
) ${table};
