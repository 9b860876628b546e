-- Existing stock (存量): entries and grants that another platform approved are read like any workbook, shown, and taken
-- over by one decision. Their old codes stay names by which they are found.
alter table catalogue.import
  add column purpose text not null default 'drafts' check (purpose in ('drafts', 'filing'));
alter table catalogue.import_entry add column provider_id uuid, add column filed jsonb;

create table catalogue.import_grant (
  import_id uuid not null references catalogue.import,
  line integer not null,
  action text not null check (action in ('create', 'update', 'unchanged')),
  body jsonb not null,
  primary key (import_id, line)
);

-- An old code belongs to one entry, whoever files it again.
create table catalogue.alias (
  old_code text primary key check (old_code <> ''),
  entry_id uuid not null references catalogue.entry
);
create index on catalogue.alias (entry_id);

-- What was filed by which matter; the day of the original approval is a fact and starts no limit.
create table catalogue.filed_entry (
  entry_id uuid not null references catalogue.entry,
  matter_id uuid not null,
  old_code text not null references catalogue.alias,
  approved_on date not null,
  approver text not null,
  document text not null,
  at timestamptz not null,
  primary key (entry_id, matter_id)
);

create table catalogue.filed_grant (
  old_number text primary key check (old_number <> ''),
  grant_id uuid not null unique,
  entry_id uuid not null references catalogue.entry,
  holder_id uuid not null,
  approved_on date not null,
  approver text not null,
  document text not null,
  scope text not null,
  body jsonb not null,
  matter_id uuid not null,
  at timestamptz not null
);

grant select, insert on catalogue.import_grant, catalogue.alias, catalogue.filed_entry to gongshu_app;
grant select, insert, update on catalogue.filed_grant to gongshu_app;
grant select on catalogue.import_grant, catalogue.alias, catalogue.filed_entry, catalogue.filed_grant to gongshu_reader;
