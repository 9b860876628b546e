-- Catalogue entries with their versions (Art. 12) and the resources mounted on them (Art. 12 ¶3).
create schema catalogue;
grant usage on schema catalogue to gongshu_app, gongshu_reader;

-- National catalogue code: prefix per provider (3 = department class), then a running number.
create table catalogue.code_series (
  provider_id uuid primary key,
  prefix text not null unique check (prefix ~ '^[123][0-9]{5}[0-9A-Z]*$'),
  last integer not null default 0
);

create table catalogue.entry (
  id uuid primary key,
  code text not null unique check (code ~ '^d-[0-9A-HJKMNP-TV-Z]{8}$'),
  catalogue_code text unique,
  provider_id uuid not null,
  status text not null check (status in ('draft', 'in-review', 'published', 'withdrawn')),
  draft jsonb not null,
  draft_version integer not null default 1,
  published_version integer,
  -- Name in force; others than the provider search by it, so that a draft's name does not leak.
  published_name text,
  matter_id uuid,
  created_by uuid not null,
  updated_at timestamptz not null
);
create index on catalogue.entry (provider_id, updated_at desc, id desc);
create index on catalogue.entry (updated_at desc, id desc);

create table catalogue.entry_version (
  entry_id uuid not null references catalogue.entry,
  version integer not null,
  content jsonb not null,
  grade smallint not null check (grade between 1 and 4),
  matter_id uuid not null,
  published_at timestamptz not null,
  primary key (entry_id, version)
);

create table catalogue.resource (
  id uuid primary key,
  code text not null unique check (code ~ '^r-[0-9A-HJKMNP-TV-Z]{8}$'),
  entry_id uuid not null references catalogue.entry,
  entry_version integer not null,
  kind text not null check (kind in ('table')),
  mounted_by uuid not null,
  mounted_at timestamptz not null,
  foreign key (entry_id, entry_version) references catalogue.entry_version
);
create index on catalogue.resource (entry_id);

grant select, insert on all tables in schema catalogue to gongshu_app;
grant update on catalogue.entry, catalogue.code_series to gongshu_app;
grant select on all tables in schema catalogue to gongshu_reader;
