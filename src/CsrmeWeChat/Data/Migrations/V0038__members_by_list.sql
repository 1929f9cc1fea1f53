-- All that lists filter and sort by stands in one index: the rows themselves are read for the 50 members of a page only.
CREATE INDEX members_by_list ON members (name_key, number, unit, branch_id, level_id);
