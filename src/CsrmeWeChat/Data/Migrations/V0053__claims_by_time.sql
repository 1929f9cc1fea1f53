-- Claims of each second, for the live page. Their instants only grow, so a claim adds at the end of the index.
CREATE INDEX claims_by_time ON claims (benefit_id, claimed_at);
