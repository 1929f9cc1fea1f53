-- What a story says stands in its versions; version is the number of the last one. Every change of a row adds to revision, so that of two
-- people who edit at the same time the second is told. From approval on, approved_version is what goes out and what the web site shows.
-- made_by names the form in which it was begun: sent twice, it makes one story.
CREATE TABLE stories (
    id ${identity},
    made_by VARCHAR(40) NOT NULL,
    season_id BIGINT NOT NULL,
    state VARCHAR(20) NOT NULL,
    version INT NOT NULL,
    revision BIGINT NOT NULL,
    approved_version INT,
    article_url VARCHAR(500) NOT NULL,
    out_at ${instant},
    changed_at ${instant} NOT NULL,
    created_at ${instant} NOT NULL,
    UNIQUE (made_by),
    FOREIGN KEY (season_id) REFERENCES seasons (id)
) ${table};
CREATE INDEX stories_by_state ON stories (state, out_at);

-- portrait and cover are names of media files (hash.ext). written_by is NULL where a command wrote the version. A version changes only
-- while its writer still sits at the form that it was begun in: sitting names the form, step counts what the form has sent, and revision is
-- the story's when this form last wrote. Whatever else happens to the story ends the sitting, for then the story's revision is another.
CREATE TABLE story_versions (
    story_id BIGINT NOT NULL,
    number INT NOT NULL,
    person VARCHAR(50) NOT NULL,
    unit VARCHAR(100) NOT NULL,
    programme_year INT NOT NULL,
    portrait VARCHAR(80) NOT NULL,
    cover VARCHAR(80) NOT NULL,
    title VARCHAR(64) NOT NULL,
    author VARCHAR(32) NOT NULL,
    digest VARCHAR(256) NOT NULL,
    body MEDIUMTEXT NOT NULL,
    written_by BIGINT,
    writer VARCHAR(100) NOT NULL,
    written_at ${instant} NOT NULL,
    sitting VARCHAR(40) NOT NULL,
    step INT NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (story_id, number),
    FOREIGN KEY (story_id) REFERENCES stories (id)
) ${table};

-- Where WeChat keeps a picture: its address (kind article) or its media id (kind cover). place is empty until the picture is uploaded;
-- lease and lease_until name the process that is uploading it.
CREATE TABLE wechat_media (
    hash VARCHAR(64) NOT NULL,
    kind VARCHAR(20) NOT NULL,
    place VARCHAR(300) NOT NULL,
    lease VARCHAR(40) NOT NULL,
    lease_until ${instant} NULL,
    PRIMARY KEY (hash, kind)
) ${table};

-- Each time that a story goes out. story_version is the version that goes out, and client_msg_id the id under which WeChat sends only once;
-- both are fixed when the row is made. asked_at is written before WeChat is asked to send. The table is a queue: due_at says when the job
-- looks at the row next, and taking a row under a lease postpones it. settled_at says when staff settled a send of which WeChat reported
-- nothing; it is NULL where WeChat reported the end. In the state held a send waits for a person, and the job leaves it alone.
CREATE TABLE mass_sends (
    id ${identity},
    story_id BIGINT NOT NULL,
    story_version INT NULL,
    way VARCHAR(20) NOT NULL,
    tag_id BIGINT,
    state VARCHAR(20) NOT NULL,
    scheduled_at ${instant} NOT NULL,
    client_msg_id VARCHAR(64) NOT NULL,
    draft_id VARCHAR(128) NOT NULL,
    asked_at ${instant},
    message_id BIGINT,
    publish_id VARCHAR(64) NOT NULL,
    lease VARCHAR(40) NOT NULL,
    due_at ${instant} NOT NULL,
    attempts INT NOT NULL,
    why VARCHAR(500) NOT NULL,
    expected INT NOT NULL,
    sent_count INT,
    ended_at ${instant},
    created_at ${instant} NOT NULL,
    settled_at ${instant} NULL,
    UNIQUE (client_msg_id),
    FOREIGN KEY (story_id) REFERENCES stories (id)
) ${table};
CREATE INDEX mass_sends_due ON mass_sends (state, due_at);
CREATE INDEX mass_sends_by_message ON mass_sends (message_id);
CREATE INDEX mass_sends_by_time ON mass_sends (scheduled_at);

-- A single row that whoever plans a send locks first: what an audience has left is counted under this lock.
CREATE TABLE send_calendar (
    id INT NOT NULL PRIMARY KEY
) ${table};
INSERT INTO send_calendar (id) VALUES (1);
