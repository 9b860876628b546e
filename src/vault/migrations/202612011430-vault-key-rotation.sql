-- That a resource's keys were rotated, and why: one row per new version that takes the place of an older one.
create table vault.key_rotation (
  id uuid primary key,
  resource_id uuid not null references vault.resource,
  body jsonb not null,
  receipt text not null
);
create index on vault.key_rotation (resource_id);
grant select, insert on vault.key_rotation to gongshu_app;
grant select on vault.key_rotation to gongshu_reader;
