CREATE TABLE follower_tags (
    follower_id BIGINT NOT NULL,
    tag_id BIGINT NOT NULL,
    PRIMARY KEY (tag_id, follower_id),
    FOREIGN KEY (follower_id) REFERENCES followers (id)
) ${table};
