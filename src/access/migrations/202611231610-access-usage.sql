-- Usage (Art. 20): one row per validly signed access, also a refused one. No personal value: the subject is a keyed
-- hash. The app can add and read, never change or delete. Months by wall time, civil months of Shanghai.
create table access.usage (
  id uuid not null,
  wall_at timestamptz not null,
  law_at timestamptz not null,
  grant_id uuid,
  grant_version integer,
  keyid text not null,
  client_id uuid not null,
  client text not null,
  holder_id uuid not null,
  operation text not null check (operation in ('query', 'verify')),
  resource text not null,
  columns text[] not null,
  purpose text not null,
  refusal text,
  article text,
  subject bytea,
  subjects integer not null,
  digest_id uuid not null,
  primary key (id, wall_at)
) partition by range (wall_at);
create index on access.usage (grant_id, wall_at desc);
create index on access.usage (subject, wall_at desc);
create index on access.usage (digest_id);

-- Nonces of signatures that were used (RFC 9421): a second use is a replay.
create table access.nonce (
  created timestamptz not null,
  keyid text not null,
  nonce text not null,
  usage_id uuid not null,
  primary key (keyid, nonce, created)
) partition by range (created);

-- Digests of the usage rows of one statement, SM3 each in order of id; their digest is a leaf of the ledger.
create table access.usage_digest (
  id uuid primary key,
  rows integer not null,
  digests bytea not null check (length(digests) = 32 * rows),
  body jsonb not null,
  receipt text not null,
  at timestamptz not null
);

grant select, insert on access.usage, access.nonce, access.usage_digest to gongshu_app;
grant select on access.usage, access.usage_digest to gongshu_reader;

-- Makes the months from the last one to the second next one, where missing.
create function access.prepare_months() returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  parent text;
  month timestamptz;
  this_month timestamptz := date_trunc('month', platform.wall_now(), 'Asia/Shanghai');
begin
  perform pg_advisory_xact_lock(7105040);
  foreach parent in array array['usage', 'nonce'] loop
    for step in -1..2 loop
      month := (this_month at time zone 'Asia/Shanghai' + make_interval(months => step)) at time zone 'Asia/Shanghai';
      execute format(
        'create table if not exists access.%1$s_%2$s partition of access.%1$s for values from (%3$L) to (%4$L)',
        parent, to_char(month at time zone 'Asia/Shanghai', 'YYYYMM'), month,
        (month at time zone 'Asia/Shanghai' + interval '1 month') at time zone 'Asia/Shanghai');
    end loop;
  end loop;
end $$;

-- Drops months that ended three years ago or more (Art. 20: at least three years); nonces after two months.
-- It takes no argument: nothing younger can be asked for. Returns the names of what it dropped.
create function access.drop_expired_months() returns setof text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  child text;
  ended timestamp;
begin
  perform pg_advisory_xact_lock(7105040);
  for child in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent in ('access.usage'::regclass, 'access.nonce'::regclass) order by 1
  loop
    ended := to_date(right(child, 6), 'YYYYMM') + interval '1 month';
    if ended + (case when child like 'usage%' then interval '3 years' else interval '2 months' end)
      <= platform.wall_now() at time zone 'Asia/Shanghai' then
      execute format('drop table access.%I', child);
      return next child;
    end if;
  end loop;
end $$;

grant execute on function access.prepare_months(), access.drop_expired_months() to gongshu_app;
select access.prepare_months();
