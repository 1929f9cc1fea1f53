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
