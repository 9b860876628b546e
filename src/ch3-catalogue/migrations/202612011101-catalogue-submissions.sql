-- An entry as it was sent in for review, each time: whoever reviews it again sees what was mended since.
create table catalogue.submission (
  step_id uuid primary key,
  matter_id uuid not null,
  content jsonb not null,
  at timestamptz not null
);
create index on catalogue.submission (matter_id, step_id);
grant select, insert on catalogue.submission to gongshu_app;
grant select on catalogue.submission to gongshu_reader;
