-- Entries filled in as a workbook: read and checked first, shown, and taken over by one statement when confirmed.
create table catalogue.import (
  id uuid primary key,
  party_id uuid not null,
  person_id uuid not null,
  file_id uuid not null,
  file_name text not null,
  state text not null check (state in ('reading', 'ready', 'faulty', 'refused', 'applied')),
  done integer not null default 0,
  total integer not null default 0,
  counts jsonb,
  refusal jsonb,
  created_at timestamptz not null,
  applied_at timestamptz
);
create index on catalogue.import (party_id, created_at desc, id desc);

create table catalogue.import_entry (
  import_id uuid not null references catalogue.import,
  line integer not null,
  action text not null check (action in ('create', 'update', 'unchanged')),
  entry_id uuid not null,
  code text not null,
  draft_version integer not null,
  content jsonb not null,
  grade smallint not null,
  searched text not null,
  search text[] not null,
  primary key (import_id, line)
);

create table catalogue.import_note (
  import_id uuid not null references catalogue.import,
  number integer not null,
  body jsonb not null,
  primary key (import_id, number)
);

grant select, insert, update on catalogue.import to gongshu_app;
grant select, insert, delete on catalogue.import_entry, catalogue.import_note to gongshu_app;
grant select on catalogue.import, catalogue.import_entry, catalogue.import_note to gongshu_reader;
