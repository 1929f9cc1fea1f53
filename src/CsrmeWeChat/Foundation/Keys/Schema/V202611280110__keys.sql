-- Keys of ASP.NET Core's Data Protection (antiforgery, messages carried over a redirect), shared by all nodes. Sealed.
CREATE TABLE data_protection_keys (
    id ${identity},
    seal_row CHAR(32) NOT NULL,
    xml_sealed TEXT NOT NULL
) ${table};

-- The keys that each running node knows, so that `keys rotate` waits for one that lacks the current key. ring holds an id and a
-- fingerprint for each key, apart by spaces.
CREATE TABLE key_rings (
    node CHAR(32) NOT NULL,
    ring VARCHAR(2000) NOT NULL,
    host VARCHAR(100) NOT NULL,
    seen_at ${instant} NOT NULL,
    PRIMARY KEY (node)
) ${table};
