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
