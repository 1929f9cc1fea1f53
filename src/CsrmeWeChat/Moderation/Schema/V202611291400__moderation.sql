-- A question to WeChat: a piece of a text, a picture or a sound of a subject (what another room shows) in one version. question_key is the
-- SHA-256 of all that makes it a question, so that asking again adds nothing. content: what a text says; empty for a file, and where the
-- person was erased. state: waiting (to be asked at due_at; while a node asks, under its lease, due_at is when the next may), asked (the
-- verdict is pushed; overdue at due_at), visit (until the person opens the mini program again, or due_at), passed, human. api: whose rate
-- it counts for. reason: why a human is to look. suggestion, label and err_code: what WeChat said, which may come after the state was
-- settled. wanted_at: since when it could have been asked; asked_at: when it last was. downloads: how often WeChat could not fetch it.
CREATE TABLE moderation_checks (
    id ${identity},
    question_key CHAR(64) NOT NULL,
    kind VARCHAR(40) NOT NULL,
    subject_id BIGINT NOT NULL,
    version INT NOT NULL,
    person_id BIGINT NULL,
    part VARCHAR(100) NOT NULL,
    piece INT NOT NULL,
    pieces INT NOT NULL,
    medium VARCHAR(10) NOT NULL,
    api VARCHAR(10) NOT NULL,
    content VARCHAR(2500) NOT NULL,
    file_key VARCHAR(200) NOT NULL,
    state VARCHAR(10) NOT NULL,
    reason VARCHAR(20) NOT NULL,
    suggestion VARCHAR(10) NOT NULL,
    label INT NULL,
    err_code INT NOT NULL,
    lease VARCHAR(40) NOT NULL,
    attempts INT NOT NULL,
    downloads INT NOT NULL,
    created_at ${instant} NOT NULL,
    wanted_at ${instant} NOT NULL,
    asked_at ${instant} NULL,
    settled_at ${instant} NULL,
    due_at ${instant} NULL,
    UNIQUE (question_key),
    FOREIGN KEY (person_id) REFERENCES people (id)
) ${table};
CREATE INDEX moderation_checks_due ON moderation_checks (state, api, due_at);
CREATE INDEX moderation_checks_by_subject ON moderation_checks (kind, subject_id);
CREATE INDEX moderation_checks_by_person ON moderation_checks (person_id, state);

-- WeChat's ids of questions about files, and its verdicts on them. A check that was asked twice has two. check_id is NULL while nobody
-- knows what was asked under the id: a verdict may come before the answer to the question. Such a row is removed after a day.
CREATE TABLE moderation_traces (
    trace_id VARCHAR(100) NOT NULL PRIMARY KEY,
    check_id BIGINT NULL,
    suggestion VARCHAR(10) NOT NULL,
    label INT NULL,
    err_code INT NOT NULL,
    asked_at ${instant} NULL,
    answered_at ${instant} NULL
) ${table};
CREATE INDEX moderation_traces_by_check ON moderation_traces (check_id, answered_at);

-- One row for each of WeChat's two ways to ask: when the next question may leave, over all nodes, and until when none may. Locking the row
-- puts the leases of all nodes in order.
CREATE TABLE moderation_pace (
    api VARCHAR(10) NOT NULL PRIMARY KEY,
    next_at ${instant} NOT NULL,
    paused_until ${instant} NULL
) ${table};
INSERT INTO moderation_pace (api, next_at) VALUES ('text', '2026-01-01 00:00:00.000000'), ('media', '2026-01-01 00:00:00.000000');
