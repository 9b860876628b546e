-- Problem rows whose provider states that they were deleted at their source: nothing will come again (Art. 17 ¶2). The rows stay
-- as they were found; who settled which of them and why stands beside them. The body is a leaf of the ledger.
create table collection.settlement (
  id uuid primary key,
  batch_id uuid not null references collection.batch,
  lines bigint[] not null check (cardinality(lines) > 0),
  body jsonb not null,
  -- Law time.
  at timestamptz not null,
  receipt text not null
);
create index on collection.settlement (batch_id);
alter table collection.problem add column settled_in uuid references collection.settlement;

grant select, insert on collection.settlement to gongshu_app;
grant update (settled_in) on collection.problem to gongshu_app;
grant select on collection.settlement to gongshu_reader;
