-- One item, one source, one standard (Art. 15 ¶2), and what each department collects (Art. 9(3), 15).
create table collection.data_item (
  id uuid primary key,
  -- The name without spaces and in lower case: one item stands here once.
  key text not null unique,
  name text not null,
  standard text not null,
  source_id uuid not null,
  basis text not null,
  matter_id uuid not null,
  since timestamptz not null
);
create index on collection.data_item (source_id);

create table collection.collection_item (
  id uuid primary key,
  unit_id uuid not null,
  key text not null,
  name text not null,
  about text not null check (about in ('person', 'organisation', 'other')),
  legal_basis text not null,
  scope text not null,
  necessity text not null,
  frequency text not null,
  standard text not null,
  number text not null,
  matter_id uuid not null,
  at timestamptz not null,
  unique (unit_id, key)
);
grant select, insert on collection.data_item, collection.collection_item to gongshu_app;
grant update (name, standard, source_id, basis, matter_id, since) on collection.data_item to gongshu_app;
grant select on collection.data_item, collection.collection_item to gongshu_reader;
