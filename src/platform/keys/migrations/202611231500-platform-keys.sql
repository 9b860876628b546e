-- Keys, wrapped under the home's master key, which is in no database and no backup of one.
create table platform.resource_key (
  resource integer not null check (resource > 0),
  version integer not null check (version between 1 and 65535),
  wrapped bytea not null,
  -- A rotated key is used for writing only after every process's cache has heard of it.
  usable_from timestamptz not null,
  primary key (resource, version)
);

-- Keys of the platform itself: the subjects' HMAC key, the ledger's signing keys.
create table platform.named_key (
  name text primary key,
  wrapped bytea not null,
  public_key bytea,
  created_at timestamptz not null default platform.wall_now()
);

-- A key that is overwritten or deleted takes the data with it: the platform may only add.
grant select, insert on platform.resource_key, platform.named_key to gongshu_app;
