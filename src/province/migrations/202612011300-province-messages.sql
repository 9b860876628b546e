-- Art. 7 ¶1: what the provincial platform is told of the catalogue: numbered without gaps, chained, signed, never changed.
create schema province;
grant usage on schema province to gongshu_app, gongshu_reader;

create table province.message (
  seq bigint primary key,
  kind text not null check (kind in ('publish', 'update', 'withdraw')),
  entry_id uuid not null,
  code text not null,
  catalogue_code text not null,
  version integer not null,
  body jsonb check ((body is null) = (kind = 'withdraw')),
  at timestamptz not null,
  digest bytea not null,
  signature bytea not null,
  unique (entry_id, version, kind)
);
-- What each entry was told of last.
create index on province.message (entry_id, seq desc) include (version, kind);

-- How the delivery stands: one row.
create table province.delivery (
  one boolean primary key default true check (one),
  -- What was in force before the platform told of anything has been told.
  begun boolean not null default false,
  endpoint text,
  since timestamptz,
  delivered bigint not null default 0,
  delivered_at timestamptz,
  attempts integer not null default 0,
  due_at timestamptz not null,
  failure text,
  stopped boolean not null default false
);
insert into province.delivery (due_at) values (platform.wall_now());

-- Who let a delivery begin again.
create table province.retry (
  id uuid primary key,
  at timestamptz not null,
  body jsonb not null,
  receipt text not null
);

grant select, insert on province.message, province.retry to gongshu_app;
grant select, update on province.delivery to gongshu_app;
grant select on all tables in schema province to gongshu_reader;
