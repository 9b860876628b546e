-- Collection (Art. 7, 17, 18): uploads under way, batches, problem data.
create schema collection;
grant usage on schema collection to gongshu_app, gongshu_reader;

-- An upload by tus; its bytes lie in the upload folder under this id until the batch is done.
create table collection.upload (
  id uuid primary key,
  resource_code text not null,
  provider_id uuid not null,
  person_id uuid not null,
  person_name text not null,
  filename text not null,
  bytes bigint not null check (bytes >= 0),
  declared_encoding text not null check (declared_encoding in ('auto', 'utf-8', 'gb18030')),
  declared_rows bigint,
  claimed_sm3 text,
  batch_id uuid,
  created_at timestamptz not null default platform.wall_now()
);
create index on collection.upload (created_at) where batch_id is null;

create table collection.batch (
  id uuid primary key,
  resource_id uuid not null,
  resource_code text not null,
  number bigint not null check (number > 0),
  entry_id uuid not null,
  entry_name text not null,
  provider_id uuid not null,
  provider_name text not null,
  authority_id uuid,
  person_id uuid not null,
  person_name text not null,
  channel text not null check (channel in ('interface', 'front-end', 'upload', 'extraction')),
  state text not null check (state in ('queued', 'running', 'done', 'refused')),
  filename text not null,
  bytes bigint not null,
  bytes_read bigint not null default 0,
  declared_encoding text not null,
  encoding text,
  sm3 text not null,
  declared bigint,
  received bigint not null default 0,
  accepted bigint not null default 0,
  quarantined bigint not null default 0,
  inserted bigint not null default 0,
  updated bigint not null default 0,
  unchanged bigint not null default 0,
  removed bigint not null default 0,
  by_rule jsonb not null default '[]',
  refusal jsonb,
  attempts integer not null default 0,
  vault_digest text,
  leaf jsonb,
  receipt text,
  -- Law time; `created_at` is wall time.
  received_at timestamptz not null,
  finished_at timestamptz,
  created_at timestamptz not null default platform.wall_now(),
  unique (resource_id, number),
  constraint received_is_accepted_and_quarantined check (received = accepted + quarantined),
  constraint accepted_is_written_or_unchanged check (accepted = inserted + updated + unchanged + removed),
  constraint done_has_receipt check (state <> 'done' or (receipt is not null and finished_at is not null)),
  constraint refused_stores_nothing check (state <> 'refused' or (refusal is not null and received = 0))
);
-- The same file for the same resource is one batch with one receipt.
create unique index same_file_once on collection.batch (resource_id, sm3) where state <> 'refused';
create index on collection.batch (provider_id, id);
create index on collection.batch (authority_id, id);
create index on collection.batch (entry_id, id);
create index unfinished on collection.batch (resource_id, number) where state in ('queued', 'running');

-- One fault of one row. `value` is masked before it comes here where the item is graded 3 or higher.
create table collection.problem (
  id bigint generated always as identity primary key,
  batch_id uuid not null references collection.batch,
  line bigint not null,
  column_name text not null,
  item_name text not null,
  rule text not null,
  value text not null,
  mend text not null
);
create index on collection.problem (batch_id, line, id);

grant select, insert, update, delete on collection.upload to gongshu_app;
grant select, insert, update on collection.batch to gongshu_app;
grant select, insert, delete on collection.problem to gongshu_app;
grant select on collection.batch, collection.problem to gongshu_reader;
