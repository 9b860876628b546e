-- Art. 68: the register of data resources, under the version of the entry that was in force at its registration.
create table catalogue.registration (
  resource_id uuid primary key references catalogue.resource,
  number text not null unique,
  entry_version integer not null,
  matter_id uuid not null,
  at timestamptz not null
);
grant select, insert on catalogue.registration to gongshu_app;
grant update (number, entry_version, matter_id, at) on catalogue.registration to gongshu_app;
grant select on catalogue.registration to gongshu_reader;
