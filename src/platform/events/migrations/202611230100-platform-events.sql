-- Transactional outbox: an event is written with the change it tells of; each subscriber has a row per event to come.
create table platform.outbox (
  seq bigint generated always as identity primary key,
  id uuid not null unique,
  type text not null check (type ~ '^[a-z-]+(\.[a-z-]+)+$'),
  version integer not null check (version > 0),
  aggregate text not null,
  body jsonb not null,
  emitted_at timestamptz not null default platform.wall_now()
);
grant select, insert on platform.outbox to gongshu_app;
grant select on platform.outbox to gongshu_reader;

create table platform.subscription (
  subscriber text not null,
  type text not null,
  primary key (subscriber, type)
);
grant select, insert, delete on platform.subscription to gongshu_app;

-- What is still to be delivered. The handler's transaction deletes the row: done is done, once.
create table platform.delivery (
  subscriber text not null,
  seq bigint not null references platform.outbox,
  aggregate text not null,
  attempts integer not null default 0,
  due_at timestamptz not null default platform.wall_now(),
  error_name text,
  primary key (subscriber, seq)
);
create index on platform.delivery (subscriber, aggregate, seq);
grant select, insert, update, delete on platform.delivery to gongshu_app;
grant select on platform.delivery to gongshu_reader;
