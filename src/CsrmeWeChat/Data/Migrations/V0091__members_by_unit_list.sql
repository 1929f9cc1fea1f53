CREATE INDEX members_by_unit_list ON members (unit, name_key, number, branch_id, level_id);
