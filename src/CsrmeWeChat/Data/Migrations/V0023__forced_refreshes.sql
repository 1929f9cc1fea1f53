-- How often WeChat's access token was forced anew: at most every 30 s and 20 times a day, over all nodes.
CREATE TABLE forced_refreshes (
    app_id VARCHAR(40) NOT NULL,
    day ${date} NOT NULL,
    taken INT NOT NULL,
    last_at ${instant} NOT NULL,
    PRIMARY KEY (app_id)
) ${table};
