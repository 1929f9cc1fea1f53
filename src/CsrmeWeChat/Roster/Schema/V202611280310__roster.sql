-- An import of the roster: staged, looked at, applied as a whole, undone as a whole.
CREATE TABLE roster_imports (
    id ${identity},
    file_name VARCHAR(200) NOT NULL,
    -- Which part of the file was read, in Chinese.
    about VARCHAR(200) NOT NULL,
    -- What to know before applying, and what that will create besides members; of what could not be done, why. In Chinese.
    notes VARCHAR(2000) NOT NULL,
    state VARCHAR(20) NOT NULL,
    -- 'busy' for the import that is being applied or undone, or was interrupted at it, and a value of its own for every other: the unique
    -- key allows one at a time.
    slot VARCHAR(40) NOT NULL,
    -- Who works on it, empty for nobody, and until when unless renewed.
    lease VARCHAR(40) NOT NULL,
    lease_until ${instant} NULL,
    created_at ${instant} NOT NULL,
    applied_at ${instant} NULL,
    undone_at ${instant} NULL,
    -- What the console asked for and a job is to do: staging, applying or undoing. NULL for nothing; jobs leave alone what a command does.
    wanted VARCHAR(20) NULL,
    -- How often a job has begun what is wanted without ending it or getting on. What kills the process twice is not begun a third time.
    begun INT NOT NULL DEFAULT 0,
    -- Who last asked for something: the staff member, NULL for a command, and the name as the audit trail shows it.
    asked_id BIGINT NULL,
    asked_by VARCHAR(150) NOT NULL DEFAULT '',
    -- How an uploaded sheet is to be read, as JSON: which sheet, which line is the header, which column means what, whether absent members
    -- are tagged. Empty until somebody has said so.
    plan VARCHAR(300) NOT NULL DEFAULT '',
    UNIQUE (slot)
) ${table};
CREATE INDEX roster_imports_by_state ON roster_imports (state);

-- A file that was uploaded and is not staged yet, where any node can read it: 16 KB of it a part, in base64, sealed. It is removed once
-- staged.
CREATE TABLE roster_files (
    import_id BIGINT NOT NULL,
    part INT NOT NULL,
    content_sealed TEXT NOT NULL,
    PRIMARY KEY (import_id, part),
    FOREIGN KEY (import_id) REFERENCES roster_imports (id)
) ${table};

-- A line of the file, or (numbered after the last line) a member whom the file does not name.
CREATE TABLE roster_lines (
    import_id BIGINT NOT NULL,
    line INT NOT NULL,
    number VARCHAR(40) NOT NULL,
    name VARCHAR(100) NOT NULL,
    verdict VARCHAR(20) NOT NULL,
    reason VARCHAR(500) NOT NULL,
    -- The member's fields as sealed JSON: what the roster had, and what the import makes of it. Of a refused line, after_sealed has its
    -- cells as they were read.
    before_sealed TEXT NOT NULL,
    after_sealed TEXT NOT NULL,
    -- Which of the fields it changes were edited by hand since an import last changed them: phone,unit.
    by_hand VARCHAR(60) NOT NULL DEFAULT '',
    outcome VARCHAR(20) NOT NULL,
    outcome_reason VARCHAR(200) NOT NULL,
    PRIMARY KEY (import_id, line),
    FOREIGN KEY (import_id) REFERENCES roster_imports (id)
) ${table};
CREATE INDEX roster_lines_by_verdict ON roster_lines (import_id, verdict, line);
CREATE INDEX roster_lines_by_outcome ON roster_lines (import_id, outcome, line);
-- What imports made of one member, for the member's timeline.
CREATE INDEX roster_lines_by_number ON roster_lines (number, import_id);
