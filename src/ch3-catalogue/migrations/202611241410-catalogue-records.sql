-- Documents of chapter 3 that are kept version by version and stand in the ledger: published lists (Art. 23, 38),
-- the classification standard and the departments' rules (Art. 11), certificates of projects (Art. 14, 69).
create table catalogue.record (
  id uuid primary key,
  series text not null,
  version integer not null check (version > 0),
  body jsonb not null,
  matter_id uuid not null,
  at timestamptz not null,
  receipt text not null,
  unique (series, version)
);
create index on catalogue.record (matter_id);
grant select, insert on catalogue.record to gongshu_app;
grant select on catalogue.record to gongshu_reader;
