CREATE INDEX member_tags_by_tag ON member_tags (tag, member_id);
