-- Levels that may claim; none named means all may. Likewise branches and tags.
CREATE TABLE benefit_levels (
    benefit_id BIGINT NOT NULL,
    level_id BIGINT NOT NULL,
    PRIMARY KEY (benefit_id, level_id),
    FOREIGN KEY (benefit_id) REFERENCES benefits (id),
    FOREIGN KEY (level_id) REFERENCES levels (id)
) ${table};
