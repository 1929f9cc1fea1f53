-- retired_at: no form offers it any more, and whoever has it keeps it.
CREATE TABLE levels (
    id ${identity},
    name VARCHAR(50) NOT NULL,
    retired_at ${instant} NULL,
    UNIQUE (name)
) ${table};

CREATE TABLE branches (
    id ${identity},
    name VARCHAR(100) NOT NULL,
    retired_at ${instant} NULL,
    UNIQUE (name)
) ${table};

-- A member is a row of the roster. Phone and e-mail are sealed, and keyed hashes serve to find them. revision counts the changes of the
-- row, and whoever edits it names the one they saw. name_sort is how the name sounds, in the order of a dictionary; search_key holds in
-- small letters all that a search looks at: name, initials, number and unit. by_hand has the fields that staff edited since an import last
-- changed them, such as phone,unit.
CREATE TABLE members (
    id ${identity},
    number VARCHAR(40) NOT NULL,
    name VARCHAR(100) NOT NULL,
    name_key VARCHAR(100) NOT NULL,
    name_sort VARCHAR(60) NOT NULL DEFAULT '',
    search_key VARCHAR(440) NOT NULL DEFAULT '',
    phone_sealed VARCHAR(200) NOT NULL,
    phone_hash VARCHAR(90) NOT NULL,
    phone_tail_hash VARCHAR(90) NOT NULL,
    email_sealed VARCHAR(600) NOT NULL,
    email_hash VARCHAR(90) NOT NULL,
    unit VARCHAR(200) NOT NULL,
    branch_id BIGINT NULL,
    level_id BIGINT NULL,
    paid_until ${date} NULL,
    by_hand VARCHAR(60) NOT NULL DEFAULT '',
    revision BIGINT NOT NULL,
    created_at ${instant} NOT NULL,
    updated_at ${instant} NOT NULL,
    UNIQUE (number),
    FOREIGN KEY (branch_id) REFERENCES branches (id),
    FOREIGN KEY (level_id) REFERENCES levels (id)
) ${table};
CREATE INDEX members_by_name_key ON members (name_key);
CREATE INDEX members_by_phone_hash ON members (phone_hash);
CREATE INDEX members_by_phone_tail_hash ON members (phone_tail_hash);
CREATE INDEX members_by_email_hash ON members (email_hash);
-- This index holds all that lists filter and sort by, so that the rows themselves are read only for the 50 members of a page.
CREATE INDEX members_by_list ON members (name_sort, number, search_key, branch_id, level_id, paid_until);
-- These two are like members_by_list, in the other orders of a list. A search for a common name ends early in each, and a rare one costs
-- one pass through an index.
CREATE INDEX members_by_number_list ON members (number, name_sort, search_key, branch_id, level_id, paid_until);
CREATE INDEX members_by_unit_list ON members (unit, name_sort, number, search_key, branch_id, level_id, paid_until);

-- Members who were found to be another one. Their numbers are not given again, and an import that brings one is told whose it is.
CREATE TABLE merged_members (
    number VARCHAR(40) NOT NULL,
    member_id BIGINT NOT NULL,
    gone_id BIGINT NOT NULL,
    name VARCHAR(100) NOT NULL,
    merged_at ${instant} NOT NULL,
    PRIMARY KEY (number),
    FOREIGN KEY (member_id) REFERENCES members (id)
) ${table};
CREATE INDEX merged_members_by_member ON merged_members (member_id);

CREATE TABLE member_tags (
    member_id BIGINT NOT NULL,
    tag VARCHAR(50) NOT NULL,
    PRIMARY KEY (member_id, tag),
    FOREIGN KEY (member_id) REFERENCES members (id)
) ${table};
CREATE INDEX member_tags_by_tag ON member_tags (tag, member_id);

-- What a member may do for the society in the mini program: redeem.
CREATE TABLE member_rights (
    member_id BIGINT NOT NULL,
    name VARCHAR(20) NOT NULL,
    granted_at ${instant} NOT NULL,
    PRIMARY KEY (member_id, name),
    FOREIGN KEY (member_id) REFERENCES members (id)
) ${table};
