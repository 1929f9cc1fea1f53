-- Calls of the apis that WeChat limits by the day, by Beijing's day, over all nodes; paused_until where WeChat itself said no.
CREATE TABLE api_calls (
    app_id VARCHAR(40) NOT NULL,
    api VARCHAR(100) NOT NULL,
    day ${date} NOT NULL,
    calls INT NOT NULL,
    paused_until ${instant} NULL,
    PRIMARY KEY (app_id, api, day)
) ${table};
