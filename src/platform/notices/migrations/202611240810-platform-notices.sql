-- Notices to persons: in the desk, and to the addresses a person has given. A delivery waits until it is made; what a
-- receiving server refuses for good stays to be seen.
create table platform.notice (
  id uuid primary key,
  person_id uuid not null,
  key text not null,
  about text not null check (about ~ '^[a-z-]+$'),
  title text not null,
  detail text not null,
  path text not null check (path like '/%'),
  due_on date,
  at timestamptz not null default platform.law_now(),
  read_at timestamptz,
  unique (person_id, key)
);
create index on platform.notice (person_id, id desc);
create index on platform.notice (person_id, id desc) where read_at is null;

create table platform.notice_address (
  person_id uuid not null,
  channel text not null,
  address text not null,
  primary key (person_id, channel)
);

create table platform.notice_delivery (
  id uuid primary key,
  notice_id uuid not null references platform.notice,
  channel text not null,
  state text not null check (state in ('waiting', 'sent', 'refused', 'dropped')),
  attempts integer not null default 0,
  due_at timestamptz not null default platform.wall_now(),
  ended_at timestamptz,
  error_code text,
  check ((state = 'waiting') = (ended_at is null))
);
create index on platform.notice_delivery (due_at) where state = 'waiting';
create index on platform.notice_delivery (ended_at) where state <> 'waiting';

grant select, insert on platform.notice, platform.notice_address, platform.notice_delivery to gongshu_app;
grant update (read_at) on platform.notice to gongshu_app;
grant update (address), delete on platform.notice_address to gongshu_app;
grant update (state, attempts, due_at, ended_at, error_code), delete on platform.notice_delivery to gongshu_app;

-- What every subscriber has had is no longer needed after a day.
create function platform.prune_outbox() returns bigint language sql security definer set search_path = '' as $$
  with gone as (
    delete from platform.outbox o
    where emitted_at < platform.wall_now() - interval '1 day'
      and not exists (select from platform.delivery d where d.seq = o.seq)
    returning seq
  ) select count(*) from gone
$$;
revoke all on function platform.prune_outbox() from public;
grant execute on function platform.prune_outbox() to gongshu_app;
create index on platform.outbox (emitted_at);
create index on platform.delivery (seq);
