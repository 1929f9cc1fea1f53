-- issued counts the serials given, held the claims that still take stock. Every change of a row here adds 1 to version, first thing
-- in its transaction: that is the lock under which claims are counted.
CREATE TABLE benefits (
    id ${identity},
    season_id BIGINT NOT NULL,
    kind VARCHAR(20) NOT NULL,
    title VARCHAR(60) NOT NULL,
    summary VARCHAR(500) NOT NULL,
    usage_note VARCHAR(500) NOT NULL,
    partner VARCHAR(100) NOT NULL,
    state VARCHAR(20) NOT NULL,
    opens_at ${instant} NOT NULL,
    closes_at ${instant} NOT NULL,
    use_until ${instant} NOT NULL,
    expiry_returns_stock SMALLINT NOT NULL,
    dues_required SMALLINT NOT NULL,
    stock INT NOT NULL,
    issued INT NOT NULL,
    held INT NOT NULL,
    version BIGINT NOT NULL,
    created_at ${instant} NOT NULL,
    FOREIGN KEY (season_id) REFERENCES seasons (id)
) ${table};
CREATE INDEX benefits_by_state ON benefits (state, opens_at);
