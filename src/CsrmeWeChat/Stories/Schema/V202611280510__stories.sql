-- What a story says stands in its versions; version is the number of the last, and every change of a row here adds to revision, so that
-- of two people the second is told. From approved on, approved_version is what goes out and what the web site shows.
CREATE TABLE stories (
    id ${identity},
    season_id BIGINT NOT NULL,
    state VARCHAR(20) NOT NULL,
    version INT NOT NULL,
    revision BIGINT NOT NULL,
    approved_version INT,
    article_url VARCHAR(500) NOT NULL,
    out_at ${instant},
    changed_at ${instant} NOT NULL,
    created_at ${instant} NOT NULL,
    FOREIGN KEY (season_id) REFERENCES seasons (id)
) ${table};
CREATE INDEX stories_by_state ON stories (state, out_at);

-- Never changed once written. portrait and cover are files of Media, as hash.ext; written_by is null where a command wrote it.
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
    PRIMARY KEY (story_id, number),
    FOREIGN KEY (story_id) REFERENCES stories (id)
) ${table};

-- A picture as WeChat has it: its address (article) or its media id (cover). Empty while leased_until says that somebody uploads it.
CREATE TABLE wechat_media (
    hash VARCHAR(64) NOT NULL,
    kind VARCHAR(20) NOT NULL,
    place VARCHAR(300) NOT NULL,
    leased_until ${instant} NOT NULL,
    PRIMARY KEY (hash, kind)
) ${table};

-- client_msg_id is fixed when the row is made; asked_at is written before WeChat is asked to send. A lease is a postponed next attempt.
-- settled_at: When staff said how a send ended of which WeChat told nothing; NULL where WeChat told it. version: The story's version that
-- goes out.
CREATE TABLE mass_sends (
    id ${identity},
    story_id BIGINT NOT NULL,
    way VARCHAR(20) NOT NULL,
    tag_id BIGINT,
    state VARCHAR(20) NOT NULL,
    scheduled_at ${instant} NOT NULL,
    client_msg_id VARCHAR(64) NOT NULL,
    draft_id VARCHAR(128) NOT NULL,
    asked_at ${instant},
    message_id BIGINT,
    publish_id VARCHAR(64) NOT NULL,
    lease VARCHAR(32) NOT NULL,
    next_attempt_at ${instant} NOT NULL,
    attempts INT NOT NULL,
    why VARCHAR(500) NOT NULL,
    expected INT NOT NULL,
    total_count INT,
    sent_count INT,
    planner VARCHAR(100) NOT NULL,
    ended_at ${instant},
    created_at ${instant} NOT NULL,
    settled_at ${instant} NULL,
    version INT NULL,
    UNIQUE (client_msg_id),
    FOREIGN KEY (story_id) REFERENCES stories (id)
) ${table};
CREATE INDEX mass_sends_due ON mass_sends (state, next_attempt_at);
CREATE INDEX mass_sends_by_message ON mass_sends (message_id);
CREATE INDEX mass_sends_by_time ON mass_sends (scheduled_at);

-- One row, changed first by whoever plans a send: under its lock is counted what an audience has left.
CREATE TABLE send_calendar (
    id INT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL
) ${table};
INSERT INTO send_calendar (id, version) VALUES (1, 0);
