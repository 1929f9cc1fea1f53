-- A line of the file, or a member that the file does not name (lines after the last). before and after hold the member's fields as sealed JSON:
-- what stood in the roster, and what the batch makes of it; of a refused line, after holds its cells as they were read.
CREATE TABLE roster_rows (
    batch_id BIGINT NOT NULL,
    line INT NOT NULL,
    number VARCHAR(40) NOT NULL,
    name VARCHAR(100) NOT NULL,
    verdict VARCHAR(20) NOT NULL,
    reason VARCHAR(500) NOT NULL,
    before_sealed TEXT NOT NULL,
    after_sealed TEXT NOT NULL,
    outcome VARCHAR(20) NOT NULL,
    outcome_reason VARCHAR(200) NOT NULL,
    PRIMARY KEY (batch_id, line),
    FOREIGN KEY (batch_id) REFERENCES roster_batches (id)
) ${table};
CREATE INDEX roster_rows_by_verdict ON roster_rows (batch_id, verdict, line);
CREATE INDEX roster_rows_by_outcome ON roster_rows (batch_id, outcome, line);
