-- Art. 3, 8(6), 15 ¶2: one source department for each category in a region at any time.
create table parties.responsibility (
  id uuid primary key,
  region text not null references parties.region,
  category text not null,
  data_kind text not null check (data_kind in ('government', 'public-service')),
  department_id uuid not null references parties.party,
  basis text not null,
  scope text not null,
  matter_id uuid not null references matters.matter,
  since date not null,
  until date
);
create unique index on parties.responsibility (region, category) where until is null;
create index on parties.responsibility (department_id);
grant select, insert on parties.responsibility to gongshu_app;
grant update (until) on parties.responsibility to gongshu_app;
grant select on parties.responsibility to gongshu_reader;

-- Art. 7: the platform is the only channel; what else exists is declared and merged, or excepted.
create table parties.channel (
  id uuid primary key,
  name text not null,
  purpose text not null check (purpose in ('aggregation', 'sharing', 'opening', 'platform')),
  state text not null check (state in ('authorised', 'declared', 'merging', 'merged', 'excepted')),
  owner_id uuid references parties.party,
  matter_id uuid references matters.matter,
  merge_by date,
  merged_on date,
  check ((state = 'authorised') = (owner_id is null)),
  check ((state = 'merged') = (merged_on is not null))
);
create unique index one_authorised_channel on parties.channel ((state)) where state = 'authorised';
create unique index on parties.channel (owner_id, name);
grant select, insert on parties.channel to gongshu_app;
grant update (state, merged_on) on parties.channel to gongshu_app;
grant select on parties.channel to gongshu_reader;
insert into parties.channel (id, name, purpose, state)
values ('00000000-0000-7000-8000-000000000007', '市公共数据管理平台（本平台）', 'platform', 'authorised');
