-- As members_by_list, in the other orders that a list is sorted by: common names end early in each, rare ones cost one pass through an index.
CREATE INDEX members_by_number_list ON members (number, name_key, unit, branch_id, level_id);
