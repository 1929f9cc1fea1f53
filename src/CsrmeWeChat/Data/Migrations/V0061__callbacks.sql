-- What WeChat pushed to us, each once. due_at is when its turn to be handled comes, NULL once it was.
CREATE TABLE callbacks (
    id ${identity},
    dedupe_key CHAR(64) NOT NULL,
    app_id VARCHAR(40) NOT NULL,
    kind VARCHAR(50) NOT NULL,
    body MEDIUMTEXT NOT NULL,
    reply VARCHAR(1000) NOT NULL,
    received_at ${instant} NOT NULL,
    due_at ${instant} NULL,
    handled_at ${instant} NULL,
    attempts INT NOT NULL,
    error VARCHAR(200) NOT NULL,
    UNIQUE (dedupe_key)
) ${table};
