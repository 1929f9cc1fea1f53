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
