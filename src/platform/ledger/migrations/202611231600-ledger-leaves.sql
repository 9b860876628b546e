create schema ledger;
grant usage on schema ledger to gongshu_app, gongshu_reader;

-- What was appended: by whom the transaction belongs to, in that transaction. xid lets the sequencer find a leaf
-- whose transaction committed late without reading all leaves again.
create table ledger.leaf (
  seq bigint generated always as identity primary key,
  xid xid8 not null default pg_current_xact_id(),
  leaf_hash bytea not null unique check (octet_length(leaf_hash) = 32),
  version smallint not null,
  kind text not null,
  at timestamptz not null,
  commitment bytea not null check (octet_length(commitment) = 32)
);
create index leaf_xid on ledger.leaf (xid);

-- Opens the commitment: without the salt nothing links a leaf to its record. ref = "<source>:<id of the record>".
create table ledger.body (
  leaf_hash bytea primary key,
  salt bytea not null,
  ref text not null
);
create index body_ref on ledger.body (ref);

-- The sequencer's work: order, interior nodes of complete subtrees (level 1 and up), signed checkpoints.
create table ledger.entry (
  index bigint primary key check (index >= 0),
  leaf_hash bytea not null unique
);
create table ledger.node (
  level smallint not null check (level > 0),
  index bigint not null,
  hash bytea not null,
  primary key (level, index)
);
create table ledger.checkpoint (
  size bigint primary key,
  root bytea not null,
  signed_at timestamptz not null default platform.wall_now(),
  text text not null,
  -- All leaves of older transactions are sequenced.
  low_water xid8 not null
);

create function ledger.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception using errcode = 'GS010', message = 'the ledger is append-only: ' || tg_table_name;
end $$;

do $$
declare kept text;
begin
  foreach kept in array array['leaf', 'body', 'entry', 'node', 'checkpoint'] loop
    execute format('create trigger append_only before update or delete or truncate on ledger.%I
      for each statement execute function ledger.refuse_change()', kept);
    execute format('grant select on ledger.%I to gongshu_app', kept);
  end loop;
end $$;
grant insert (leaf_hash, version, kind, at, commitment) on ledger.leaf to gongshu_app;
grant insert on ledger.body, ledger.entry, ledger.node to gongshu_app;
grant insert (size, root, text, low_water) on ledger.checkpoint to gongshu_app;
grant select on ledger.leaf, ledger.entry, ledger.node, ledger.checkpoint to gongshu_reader;
