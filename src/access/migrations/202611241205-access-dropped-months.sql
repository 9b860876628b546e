-- A month of the record that was dropped by law is not a month that is missing: what was dropped is kept as a fact, whose
-- body is a leaf of the ledger, and every digest says by which drop its rows went.
create table access.dropped_month (
  month text primary key check (month ~ '^\d{6}$'),
  rows bigint not null,
  digests integer not null,
  wall_at timestamptz not null default platform.wall_now()
);
grant select on access.dropped_month to gongshu_app, gongshu_reader;

alter table access.usage_digest add column dropped text references access.dropped_month (month);
create index usage_digest_dropped on access.usage_digest (dropped, id) where dropped is not null;
revoke insert on access.usage_digest from gongshu_app;
grant insert (id, rows, digests, body, receipt, at) on access.usage_digest to gongshu_app;

create or replace function access.drop_expired_months() returns setof text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  child text;
  ended timestamp;
  named text;
begin
  perform pg_advisory_xact_lock(7105040);
  for child in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent in ('access.usage'::regclass, 'access.nonce'::regclass) order by 1
  loop
    named := right(child, 6);
    ended := to_date(named, 'YYYYMM') + interval '1 month';
    if ended + (case when child like 'usage%' then interval '3 years' else interval '2 months' end)
      <= platform.wall_now() at time zone 'Asia/Shanghai' then
      if child like 'usage%' then
        execute format('insert into access.dropped_month (month, rows, digests)
          select %1$L, count(*), count(distinct digest_id) from access.%2$I', named, child);
        execute format('update access.usage_digest d set dropped = %1$L
          where d.id in (select digest_id from access.%2$I)', named, child);
      end if;
      execute format('drop table access.%I', child);
      return next child;
    end if;
  end loop;
end $$;
