-- A sheet that was uploaded and is not staged yet: 32 KB of it a part, in base64, sealed. Any node must be able to read it; it is gone once staged.
CREATE TABLE roster_files (
    batch_id BIGINT NOT NULL,
    part INT NOT NULL,
    content_sealed TEXT NOT NULL,
    PRIMARY KEY (batch_id, part),
    FOREIGN KEY (batch_id) REFERENCES roster_batches (id)
) ${table};
