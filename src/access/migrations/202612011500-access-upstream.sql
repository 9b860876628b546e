-- Interfaces of departments (Art. 7 ¶3, 12 ¶3): where and how each is asked, how its calls go, and what was set when.
create table access.upstream (
  resource text primary key,
  version integer not null,
  settings jsonb not null,
  -- The secret header's value, sealed.
  secret bytea,
  -- The last trial of these settings; a change of them forgets it.
  tried_at timestamptz,
  tried_by text,
  tried_ok boolean,
  answered bigint not null default 0,
  failed bigint not null default 0,
  failed_in_a_row integer not null default 0,
  last_answered_at timestamptz,
  last_failed_at timestamptz,
  last_failure text,
  failing_since timestamptz,
  check ((tried_at is null) = (tried_ok is null))
) with (fillfactor = 70);

-- What was set by whom; never rewritten. The body is a leaf of the ledger; the secret is not in it.
create table access.upstream_version (
  id uuid primary key,
  resource text not null,
  version integer not null,
  body jsonb not null,
  at timestamptz not null,
  receipt text not null,
  unique (resource, version)
);

grant select, insert, update on access.upstream to gongshu_app;
grant select, insert on access.upstream_version to gongshu_app;
-- Not the sealed secret.
grant select (resource, version, settings, tried_at, tried_by, tried_ok, answered, failed, failed_in_a_row,
  last_answered_at, last_failed_at, last_failure, failing_since) on access.upstream to gongshu_reader;
grant select on access.upstream_version to gongshu_reader;
