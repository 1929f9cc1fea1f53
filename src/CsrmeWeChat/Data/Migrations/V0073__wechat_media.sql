-- A picture as WeChat has it: its address (article) or its media id (cover). Empty while leased_until says that somebody uploads it.
CREATE TABLE wechat_media (
    hash VARCHAR(64) NOT NULL,
    kind VARCHAR(20) NOT NULL,
    place VARCHAR(300) NOT NULL,
    leased_until ${instant} NOT NULL,
    PRIMARY KEY (hash, kind)
) ${table};
