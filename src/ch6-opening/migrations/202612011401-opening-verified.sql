-- Art. 36 ¶4: the rows of the open catalogue as the service agency verified them; these are what is published.
create table opening.verified_catalogue (
  matter_id uuid primary key,
  rows jsonb not null
);
grant select, insert on opening.verified_catalogue to gongshu_app;
grant select on opening.verified_catalogue to gongshu_reader;
