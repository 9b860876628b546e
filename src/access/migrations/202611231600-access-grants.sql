-- Grants: who may see which columns of which resource, for what purpose, until when.
create schema access;
grant usage on schema access to gongshu_app, gongshu_reader;

create table access.grant (
  id uuid primary key,
  version integer not null default 1,
  state text not null check (state in ('active', 'suspended', 'ended')),
  holder_id uuid not null,
  provider_id uuid not null,
  resource text not null,
  purpose text not null unique check (purpose ~ '^p-[0-9A-HJKMNP-TV-Z]{8}$'),
  scenario text not null,
  modes text[] not null check (cardinality(modes) > 0),
  columns jsonb not null,
  row_scope jsonb,
  valid_from timestamptz not null,
  valid_until timestamptz check (valid_until > valid_from),
  ended_reason text,
  ended_article text,
  matter_id uuid not null
);
create index on access.grant (holder_id, id desc);
create index on access.grant (provider_id, id desc);
create index on access.grant (resource, holder_id);

-- What each version said; a version is never rewritten.
create table access.grant_version (
  grant_id uuid not null references access.grant,
  version integer not null,
  content jsonb not null,
  reason text,
  article text,
  law_at timestamptz not null,
  wall_at timestamptz not null,
  primary key (grant_id, version)
);

-- Counts the changes of grants: caches compare it.
create table access.epoch (
  singleton boolean primary key default true check (singleton),
  value bigint not null default 0
);
insert into access.epoch default values;

grant select, insert, update on access.grant to gongshu_app;
grant select, insert on access.grant_version to gongshu_app;
grant select, update on access.epoch to gongshu_app;
grant select on access.grant, access.grant_version to gongshu_reader;
