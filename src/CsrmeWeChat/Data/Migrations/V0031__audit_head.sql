-- The one row whose lock orders the trail: how many rows there are, and the last one's hash.
CREATE TABLE audit_head (
    id BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    hash VARCHAR(64) NOT NULL,
    PRIMARY KEY (id)
) ${table};
