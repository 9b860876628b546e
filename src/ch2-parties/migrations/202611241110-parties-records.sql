-- Registers of Chapter 2 (Art. 5, 7-10): one row per record, one per version of it. Versions are written once.
create table parties.record (
  id uuid primary key,
  register text not null,
  keeper_id uuid not null references parties.party,
  version integer not null check (version > 0),
  ended boolean not null default false
);
create index on parties.record (register, id desc);

create table parties.record_version (
  record_id uuid not null references parties.record,
  version integer not null check (version > 0),
  content jsonb not null,
  ended boolean not null,
  reason text,
  person_id uuid not null references parties.person,
  person_name text not null,
  at timestamptz not null,
  wall_at timestamptz not null,
  receipt text not null,
  primary key (record_id, version)
);

create table parties.record_file (
  record_id uuid not null,
  version integer not null,
  file_id uuid not null,
  name text not null,
  bytes bigint not null,
  media_type text not null,
  sm3 text not null,
  primary key (record_id, version, file_id),
  foreign key (record_id, version) references parties.record_version
);
create index on parties.record_file (file_id);

-- Matters that a record speaks of in its present version.
create table parties.record_matter (
  record_id uuid not null references parties.record,
  matter_id uuid not null references matters.matter,
  primary key (matter_id, record_id)
);

grant select, insert on parties.record, parties.record_version, parties.record_file, parties.record_matter to gongshu_app;
grant update (version, ended) on parties.record to gongshu_app;
grant delete on parties.record_matter to gongshu_app;
grant select on parties.record, parties.record_version, parties.record_file, parties.record_matter to gongshu_reader;

-- One responsibility record per unit (Art. 9).
create unique index on parties.record (keeper_id) where register = 'duties' and not ended;

-- Which party holds an office that the Measures name beside the data bureau (Art. 8(5), 8(6)).
create table parties.office (
  office text not null check (office in ('standardisation', 'staffing')),
  region text not null references parties.region,
  party_id uuid not null references parties.party,
  since timestamptz not null,
  until timestamptz
);
create unique index on parties.office (office, region) where until is null;
grant select, insert on parties.office to gongshu_app;
grant update (until) on parties.office to gongshu_app;
grant select on parties.office to gongshu_reader;
