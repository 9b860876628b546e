-- Opening (Art. 35-40). `opening` is the government side; `portal` holds published copies only and knows nothing else.
-- The two are joined by a signed, ordered, acknowledged publication log.
create schema opening;
grant usage on schema opening to gongshu_app, gongshu_reader;

create table opening.dataset (
  entry_id uuid primary key,
  code text not null unique,
  matter_id uuid not null,
  version integer not null,
  state text not null check (state in ('open', 'suspended', 'withdrawn')),
  form jsonb not null,
  opened_at timestamptz not null
);

-- Who has suspended what: opening is restored when the last one is lifted.
create table opening.suspension (
  matter_id uuid primary key,
  entry_id uuid not null references opening.dataset,
  since timestamptz not null,
  lifted_at timestamptz
);
create index on opening.suspension (entry_id) where lifted_at is null;

create table opening.publication_log (
  seq bigint primary key,
  kind text not null check (kind in ('publish', 'suspend', 'restore', 'withdraw')),
  code text not null,
  body jsonb not null,
  at timestamptz not null,
  digest bytea not null,
  signature bytea not null
);
create index on opening.publication_log (code, seq desc);

-- Rows of a publication in pieces of at most 1,000, so that no message grows with its table.
create table opening.publication_rows (
  seq bigint not null references opening.publication_log deferrable initially deferred,
  piece integer not null,
  rows jsonb not null,
  primary key (seq, piece)
);

create table opening.publication_ack (
  consumer text primary key,
  seq bigint not null,
  at timestamptz not null
);

grant select, insert on all tables in schema opening to gongshu_app;
grant update on opening.dataset, opening.suspension, opening.publication_ack to gongshu_app;
grant select on all tables in schema opening to gongshu_reader;

create schema portal;
grant usage on schema portal to gongshu_portal;

create table portal.applied (
  one boolean primary key default true check (one),
  seq bigint not null
);
insert into portal.applied (seq) values (0);

create table portal.dataset (
  code text primary key,
  state text not null check (state in ('open', 'suspended', 'withdrawn')),
  name text not null,
  provider_name text not null,
  industry text not null,
  version integer not null,
  row_count bigint not null,
  body jsonb not null,
  suspension jsonb,
  published_at timestamptz not null,
  updated_at timestamptz not null,
  search tsvector not null
);
create index on portal.dataset using gin (search);
create index on portal.dataset (updated_at desc, code desc);

create table portal.record (
  code text not null,
  version integer not null,
  n bigint not null,
  content jsonb not null,
  primary key (code, version, n)
);
create index on portal.record using gin (content jsonb_path_ops);

-- Open reads are counters, never a log of readers.
create table portal.counter (
  code text not null,
  day date not null,
  downloads bigint not null default 0,
  reads bigint not null default 0,
  primary key (code, day)
);

grant select, insert, update, delete on all tables in schema portal to gongshu_portal;
