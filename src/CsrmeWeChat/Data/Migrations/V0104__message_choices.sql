-- What a person does not want to be sent.
CREATE TABLE message_choices (
    person_id BIGINT NOT NULL,
    topic VARCHAR(20) NOT NULL,
    PRIMARY KEY (person_id, topic),
    FOREIGN KEY (person_id) REFERENCES people (id)
) ${table};
