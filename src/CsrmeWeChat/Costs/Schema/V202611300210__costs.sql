-- What something cost. kind and subject_id say what, in its room's own word (contest, 5).
CREATE TABLE costs (
    id ${identity},
    kind VARCHAR(20) NOT NULL,
    subject_id BIGINT NOT NULL,
    label VARCHAR(100) NOT NULL,
    cents BIGINT NOT NULL,
    noted_by VARCHAR(150) NOT NULL,
    noted_at ${instant} NOT NULL
) ${table};
CREATE INDEX costs_by_subject ON costs (kind, subject_id);
