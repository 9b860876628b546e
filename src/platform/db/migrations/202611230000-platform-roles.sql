-- Run as gongshu_owner; the roles themselves exist before the first migration (src/platform/db/roles.ts).
-- Deny by default: nothing is granted but by name, and functions are not executable by everyone.
alter default privileges revoke execute on functions from public;

create schema platform;
grant usage on schema platform to gongshu_app, gongshu_reader;

create table platform.migration (
  name text primary key,
  sha256 text not null,
  applied_at timestamptz not null default transaction_timestamp()
);
grant select on platform.migration to gongshu_app, gongshu_reader;

-- One row: what kind of home this database belongs to. Neither kind can be turned into the other.
create table platform.home (
  singleton boolean primary key default true check (singleton),
  kind text not null check (kind in ('demonstration', 'production')),
  created_at timestamptz not null default transaction_timestamp()
);
grant select on platform.home to gongshu_app, gongshu_reader;

-- One row: how far the law's clock is from the wall clock. Only demonstration homes have one that is not zero.
create table platform.clock (
  singleton boolean primary key default true check (singleton),
  law_offset interval not null default interval '0'
);
insert into platform.clock default values;
grant select on platform.clock to gongshu_app, gongshu_reader;

-- Start of the statement, so that a statement that waited for a lock in an earlier one is not dated before it.
create function platform.wall_now() returns timestamptz
  language sql stable parallel safe
  return statement_timestamp();

create function platform.law_now() returns timestamptz
  language sql stable parallel safe
  return statement_timestamp() + (select law_offset from platform.clock);

-- Moves the law's clock forward. GS001: the home is not a demonstration; GS002: the time lies behind.
create function platform.move_law_clock(target timestamptz) returns void
  language plpgsql security definer set search_path = pg_catalog
as $$
begin
  if not exists (select from platform.home where kind = 'demonstration') then
    raise exception using errcode = 'GS001', message = 'only a demonstration home has a movable clock';
  end if;
  perform from platform.clock for update;
  if target < platform.law_now() then
    raise exception using errcode = 'GS002', message = 'the law clock only moves forward';
  end if;
  update platform.clock set law_offset = target - platform.wall_now();
end $$;

grant execute on function platform.wall_now(), platform.law_now() to gongshu_app, gongshu_reader;
grant execute on function platform.move_law_clock(timestamptz) to gongshu_app;
