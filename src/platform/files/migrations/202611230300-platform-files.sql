-- What was handed in or issued as a file; the bytes lie in the home under the id. Not changed, not deleted here.
create table platform.file (
  id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  bytes bigint not null check (bytes > 0),
  media_type text not null,
  sm3 bytea not null check (length(sm3) = 32),
  sha256 bytea not null check (length(sha256) = 32),
  owner_party_id uuid not null,
  created_by uuid not null,
  created_at timestamptz not null default platform.wall_now()
);
grant select, insert on platform.file to gongshu_app;
grant select on platform.file to gongshu_reader;
