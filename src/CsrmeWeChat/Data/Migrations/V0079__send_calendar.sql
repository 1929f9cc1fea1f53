-- One row, changed first by whoever plans a send: under its lock is counted what an audience has left.
CREATE TABLE send_calendar (
    id INT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL
) ${table};
