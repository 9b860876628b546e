-- Results of mutations sent with an Idempotency-Key, written in the transaction of the mutation itself.
create table platform.idempotency (
  person_id uuid not null,
  route text not null,
  key text not null,
  request_hash bytea not null,
  result jsonb not null,
  at timestamptz not null default platform.wall_now(),
  primary key (person_id, route, key)
);
create index on platform.idempotency (at);
grant select, insert, delete on platform.idempotency to gongshu_app;
