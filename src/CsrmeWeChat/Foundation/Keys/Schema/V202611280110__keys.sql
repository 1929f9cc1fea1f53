-- Keys of ASP.NET Core's Data Protection (antiforgery, messages carried over a redirect), shared by all nodes. Sealed.
CREATE TABLE data_protection_keys (
    id ${identity},
    seal_row CHAR(32) NOT NULL,
    xml_sealed TEXT NOT NULL
) ${table};
