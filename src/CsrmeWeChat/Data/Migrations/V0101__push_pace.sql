-- One row for each way of sending: when the next message may leave, over all nodes. Its lock puts the nodes' leases in order.
CREATE TABLE push_pace (
    channel VARCHAR(20) NOT NULL PRIMARY KEY,
    next_at ${instant} NOT NULL,
    paused_until ${instant},
    why VARCHAR(300) NOT NULL
) ${table};
