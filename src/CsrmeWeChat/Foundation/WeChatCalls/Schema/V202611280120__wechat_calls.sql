-- How often WeChat's access token was renewed before it expired: at most every 30 seconds and 20 times a day, over all nodes.
CREATE TABLE forced_refreshes (
    app_id VARCHAR(40) NOT NULL,
    day ${date} NOT NULL,
    taken INT NOT NULL,
    last_at ${instant} NOT NULL,
    PRIMARY KEY (app_id)
) ${table};

-- Calls of APIs that WeChat limits by the day, counted over all nodes by the day in Beijing. paused_until is set where WeChat itself wants
-- no more calls.
CREATE TABLE api_calls (
    app_id VARCHAR(40) NOT NULL,
    api VARCHAR(100) NOT NULL,
    day ${date} NOT NULL,
    calls INT NOT NULL,
    paused_until ${instant} NULL,
    PRIMARY KEY (app_id, api, day)
) ${table};

-- The one row that says whether messages and mass sends wait for staff, as they do after a restore; since is NULL where they go out.
CREATE TABLE outgoing_hold (
    id BIGINT NOT NULL,
    since ${instant} NULL,
    PRIMARY KEY (id)
) ${table};
INSERT INTO outgoing_hold (id, since) VALUES (1, NULL);
