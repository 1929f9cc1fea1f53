-- A message to many. fields and audience are JSON. done and failed count since it last began to run; frozen_to is how far its audience is written down.
CREATE TABLE campaigns (
    id ${identity},
    dedupe VARCHAR(64) NOT NULL,
    name VARCHAR(50) NOT NULL,
    topic VARCHAR(20) NOT NULL,
    template_id BIGINT NOT NULL,
    fields VARCHAR(4000) NOT NULL,
    page VARCHAR(200) NOT NULL,
    audience VARCHAR(4000) NOT NULL,
    state VARCHAR(20) NOT NULL,
    why VARCHAR(300) NOT NULL,
    start_at ${instant},
    frozen_to BIGINT NOT NULL,
    done INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    version BIGINT NOT NULL,
    created_by VARCHAR(50) NOT NULL,
    created_at ${instant} NOT NULL,
    ended_at ${instant},
    UNIQUE (dedupe),
    FOREIGN KEY (template_id) REFERENCES message_templates (id)
) ${table};
