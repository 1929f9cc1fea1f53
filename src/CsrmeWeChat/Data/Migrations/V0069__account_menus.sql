-- Every menu that staff made, as JSON; sent_at where WeChat took it. The latest of these is the menu.
CREATE TABLE account_menus (
    id ${identity},
    content TEXT NOT NULL,
    made_by VARCHAR(150) NOT NULL,
    made_at ${instant} NOT NULL,
    sent_at ${instant} NULL
) ${table};
