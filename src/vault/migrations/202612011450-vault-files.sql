-- Files of a resource. The bytes lie sealed in a folder of `place`, under the id of the file; what is known of a file stays
-- when it is replaced or removed, its bytes do not (ADR 0160).
create table vault.file (
  -- The batch that brought it.
  id uuid primary key,
  resource_id uuid not null references vault.resource,
  batch bigint not null,
  name text not null check (name <> ''),
  bytes bigint not null check (bytes > 0),
  media_type text not null,
  sm3 bytea not null check (length(sm3) = 32),
  place text not null check (place in ('data', 'zone')),
  key_version integer not null,
  -- Places from which bytes are still to be cleared away.
  remnants text[] not null default '{}',
  -- Law time.
  arrived_at timestamptz not null,
  ended_at timestamptz,
  -- The file of the same name that took its place, or who removed it and why.
  replaced_by uuid references vault.file deferrable initially deferred,
  removal jsonb,
  receipt text,
  constraint ended_by_a_file_or_a_person check (
    (ended_at is null and replaced_by is null and removal is null)
    or (ended_at is not null and (replaced_by is null) <> (removal is null))),
  constraint removal_has_receipt check (removal is null or receipt is not null),
  foreign key (resource_id, batch) references vault.batch (resource_id, number) deferrable initially deferred
);
create unique index file_of_one_name on vault.file (resource_id, name) where ended_at is null;
create index on vault.file (resource_id, id);
create index file_with_remnants on vault.file (id) where remnants <> '{}';

grant select, insert on vault.file to gongshu_app;
grant update (place, key_version, remnants, ended_at, replaced_by, removal, receipt) on vault.file to gongshu_app;
grant select on vault.file to gongshu_reader;
