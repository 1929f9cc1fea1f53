CREATE TABLE staff_roles (
    staff_id BIGINT NOT NULL,
    role VARCHAR(20) NOT NULL,
    PRIMARY KEY (staff_id, role),
    FOREIGN KEY (staff_id) REFERENCES staff (id)
) ${table};
