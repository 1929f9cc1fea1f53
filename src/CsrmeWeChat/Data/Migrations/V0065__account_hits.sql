-- How often followers used a menu entry (click, view), a QR code (scan) or wrote (text), by Beijing's day.
CREATE TABLE account_hits (
    day ${date} NOT NULL,
    kind VARCHAR(50) NOT NULL,
    event_key VARCHAR(200) NOT NULL,
    hits INT NOT NULL,
    PRIMARY KEY (day, kind, event_key)
) ${table};
