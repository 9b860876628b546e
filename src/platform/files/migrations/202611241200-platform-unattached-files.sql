-- What was handed in but is not attached to anything yet goes after a while; taking it for a matter keeps it. What the
-- platform itself issues never had a date to go. Files handed in before this are kept.
alter table platform.file add column expires_at timestamptz;
create index file_expires on platform.file (expires_at) where expires_at is not null;
grant update (expires_at) on platform.file to gongshu_app;

-- It takes no argument: nothing that is attached or still fresh can be asked for. Returns what it removed; the bytes
-- lie in the home under the same ids.
create function platform.drop_expired_files() returns setof uuid
language sql security definer set search_path = pg_catalog, pg_temp as $$
  delete from platform.file where expires_at <= platform.wall_now() returning id
$$;
grant execute on function platform.drop_expired_files() to gongshu_app;
