-- How often WeChat's access token was forced anew: at most every 30 s and 20 times a day, over all nodes.
CREATE TABLE forced_refreshes (
    app_id VARCHAR(40) NOT NULL,
    day ${date} NOT NULL,
    taken INT NOT NULL,
    last_at ${instant} NOT NULL,
    PRIMARY KEY (app_id)
) ${table};

-- Calls of the apis that WeChat limits by the day, by Beijing's day, over all nodes; paused_until where WeChat itself said no.
CREATE TABLE api_calls (
    app_id VARCHAR(40) NOT NULL,
    api VARCHAR(100) NOT NULL,
    day ${date} NOT NULL,
    calls INT NOT NULL,
    paused_until ${instant} NULL,
    PRIMARY KEY (app_id, api, day)
) ${table};
