-- Jointly collected data (Art. 15 ¶3): who collects what, and how complete, accurate and consistent it is.
create table collection.joint (
  id uuid primary key,
  -- The bureau that divided the work; a later registration of the same data takes the place of the earlier one.
  authority_id uuid not null,
  key text not null,
  subject text not null,
  quality text not null,
  number text not null,
  matter_id uuid not null,
  at timestamptz not null,
  unique (authority_id, key)
);
create table collection.joint_share (
  joint_id uuid not null references collection.joint,
  unit_id uuid not null,
  items text[] not null,
  -- The names as `keyOf` compares them.
  keys text[] not null,
  primary key (joint_id, unit_id)
);
create index on collection.joint_share (unit_id);

-- Rows in force that have a value in a column, as of a batch.
create table collection.joint_filled (
  resource_id uuid not null,
  column_name text not null,
  batch bigint not null,
  rows bigint not null,
  filled bigint not null,
  primary key (resource_id, column_name)
);

-- Subjects of whom two resources have values in an item, and of whom the values differ, as of a batch of each.
create table collection.joint_compared (
  left_id uuid not null,
  left_column text not null,
  right_id uuid not null,
  right_column text not null,
  left_batch bigint not null,
  right_batch bigint not null,
  subjects bigint not null,
  differing bigint not null,
  -- Ids of the first rows about such subjects: batch and line. No values.
  left_rows bigint[] not null,
  right_rows bigint[] not null,
  incomparable text check (incomparable in ('no-subject', 'zone')),
  primary key (left_id, left_column, right_id, right_column),
  check (left_id < right_id)
);

-- Which row of its table a problem row would be, and the batch in which it came again.
alter table collection.problem add column row_key bytea, add column mended_in uuid;
create index on collection.problem (batch_id) where mended_in is null;
grant update (mended_in) on collection.problem to gongshu_app;

insert into collection.joint (id, authority_id, key, subject, quality, number, matter_id, at)
select record.id, matter.starter_party,
  lower(regexp_replace(normalize(record.body ->> 'subject', nfkc), '\s', '', 'g')),
  record.body ->> 'subject', record.body ->> 'quality', matter.number, matter.id, record.at
from (
  select distinct on (series) * from catalogue.record
  where series like 'joint-collection:%' order by series, version desc
) record join matters.matter on matter.id = record.matter_id;

insert into collection.joint_share (joint_id, unit_id, items, keys)
select joint.id, party.id, split.items,
  array(select lower(regexp_replace(normalize(item, nfkc), '\s', '', 'g')) from unnest(split.items) item)
from collection.joint
join catalogue.record on record.id = joint.id
cross join lateral jsonb_array_elements(record.body -> 'division') share
join parties.party on party.name = share ->> 'unit' and party.active_until is null
cross join lateral (
  select array(select btrim(item) from regexp_split_to_table(share ->> 'items', '[、，,；;]') item where btrim(item) <> '')
    as items) split
on conflict do nothing;

grant select, insert, update on collection.joint, collection.joint_filled, collection.joint_compared to gongshu_app;
grant select, insert, update, delete on collection.joint_share to gongshu_app;
grant select on collection.joint, collection.joint_share, collection.joint_filled, collection.joint_compared
  to gongshu_reader;
