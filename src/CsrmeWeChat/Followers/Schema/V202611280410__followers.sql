-- Who follows the official account, or did. Who it is in the mini program is told by the unionid alone; '' where WeChat gave none.
CREATE TABLE followers (
    id ${identity},
    open_id VARCHAR(64) NOT NULL,
    union_id VARCHAR(64) NOT NULL,
    follows SMALLINT NOT NULL,
    followed_at ${instant},
    left_at ${instant},
    scene VARCHAR(64) NOT NULL,
    remark VARCHAR(100) NOT NULL,
    told_at ${instant},
    UNIQUE (open_id)
) ${table};
CREATE INDEX followers_by_unionid ON followers (union_id);
-- Finds those of whom WeChat has not told yet, or longest ago.
CREATE INDEX followers_by_told ON followers (follows, told_at, id);

-- The official account's tags, as WeChat numbers them.
CREATE TABLE account_tags (
    id BIGINT NOT NULL PRIMARY KEY,
    name VARCHAR(50) NOT NULL
) ${table};

CREATE TABLE follower_tags (
    follower_id BIGINT NOT NULL,
    tag_id BIGINT NOT NULL,
    PRIMARY KEY (tag_id, follower_id),
    FOREIGN KEY (follower_id) REFERENCES followers (id)
) ${table};

-- Readings of all who follow. slot is open while one is under way, so that there is one at a time, and done:ID after.
CREATE TABLE follower_syncs (
    id ${identity},
    slot VARCHAR(40) NOT NULL,
    asked_by VARCHAR(150) NOT NULL,
    step VARCHAR(20) NOT NULL,
    next_open_id VARCHAR(64) NOT NULL,
    total INT NOT NULL,
    listed INT NOT NULL,
    told INT NOT NULL,
    gone INT NOT NULL,
    words VARCHAR(300) NOT NULL,
    started_at ${instant} NOT NULL,
    finished_at ${instant} NULL,
    resumes_at ${instant} NULL,
    holder VARCHAR(40) NOT NULL,
    lease_until ${instant} NULL,
    UNIQUE (slot)
) ${table};
