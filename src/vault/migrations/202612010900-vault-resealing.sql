-- The rows in force and the history of a resource, made in one place: for a new resource and for one that is sealed anew.
-- `mark` stands before the names of tables that are not yet in place. The app cannot call it.
create function vault.make_rows(
  place text, mark text, n bigint, kinds text[], indexed text[], buckets text[], keyed boolean)
returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  kind text;
  name text;
  columns text := '';
  position integer := 0;
begin
  foreach kind in array kinds loop
    if kind not in ('text', 'bigint', 'numeric', 'date', 'bytea') then
      raise exception 'column type not allowed';
    end if;
    position := position + 1;
    columns := columns || format(', c%s %s', position, kind);
  end loop;
  foreach name in array indexed loop
    if name !~ '^e[0-9]{1,3}$' then raise exception 'index column not allowed'; end if;
    columns := columns || format(', %I bytea', name);
  end loop;
  foreach name in array buckets loop
    if name !~ '^b[0-9]{1,3}$' then raise exception 'bucket column not allowed'; end if;
    columns := columns || format(', %I text', name);
  end loop;
  if keyed then columns := ', key_mac bytea not null' || columns; end if;
  columns := 'dist_key bytea not null check (length(dist_key) = 16), row_id bigint not null, batch_id uuid not null, '
    || 'source_version bigint not null, key_version integer not null, content_mac bytea not null, '
    || 'row_mac bytea not null' || columns;
  execute format('create table %I.%sr_%s (%s, primary key (dist_key, row_id))', place, mark, n, columns);
  execute format('create table %I.%sh_%s (%s, from_batch bigint not null, to_batch bigint not null, '
    || 'primary key (dist_key, row_id))', place, mark, n, columns);
  if keyed then execute format('create index on %I.%sr_%s (key_mac)', place, mark, n); end if;
  foreach name in array indexed || buckets loop
    execute format('create index on %I.%sr_%s (%I)', place, mark, n, name);
  end loop;
  execute format('grant select, insert, delete on %I.%sr_%s to gongshu_app', place, mark, n);
  execute format('grant select, insert on %I.%sh_%s to gongshu_app', place, mark, n);
end $$;

create or replace function vault.create_table(
  n bigint, kinds text[], indexed text[], buckets text[], keyed boolean)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from vault.resource where number = n) then
    raise exception 'no resource %', n;
  end if;
  perform vault.make_rows('data', '', n, kinds, indexed, buckets, keyed);
  -- Highest source version seen of a key where no current row shows it: it was removed, or confirmed unchanged.
  execute format('create table data.v_%s (key bytea primary key, source_version bigint not null, '
    || 'batch_id uuid not null)', n);
  execute format('grant select, insert, update, delete on data.v_%s to gongshu_app', n);
end $$;

create or replace function vault.make_resealed(
  n bigint, kinds text[], indexed text[], buckets text[], keyed boolean)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  place text;
begin
  select reseal.to_place into place from vault.reseal join vault.resource on resource.id = reseal.resource_id
    where resource.number = n and reseal.finished_at is null;
  if place is null then raise exception 'resource % is not to be sealed anew', n; end if;
  execute format('drop table if exists data.nr_%s, data.nh_%1$s, zone.nr_%1$s, zone.nh_%1$s', n);
  perform vault.make_rows(place, 'n', n, kinds, indexed, buckets, keyed);
end $$;

alter table vault.reseal
  -- What each batch wrote, as it lies in the new tables: by number, in hex.
  add column digests jsonb,
  -- State of the new tables when the digests were taken.
  add column state text;

-- What a table holds, whatever the order of its rows, in one pass: `contents` is the same before and after sealing.
create function vault.contents_of(place text, kept text, n bigint)
returns text language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  history text := case when kept like '%h' then ', from_batch, to_batch' else '' end;
  state text;
begin
  execute format('select count(*) || '' '' || coalesce(sum(hash_record_extended('
    || 'row(row_id, dist_key, batch_id, source_version, content_mac%s), 0)), 0) from %I.%s_%s', history, place, kept, n)
    into state;
  return state;
end $$;

-- Of the tables made anew of a resource: these very rows.
create function vault.state_of_made(place text, n bigint)
returns text language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  state text;
begin
  execute format('select count(*) || '' '' || coalesce(sum(hash_record_extended(row(row_id, row_mac), 0)), 0) from ('
    || 'select row_id, row_mac from %1$I.nr_%2$s union all select row_id, row_mac from %1$I.nh_%2$s) made', place, n)
    into state;
  return state;
end $$;
grant execute on function vault.state_of_made to gongshu_app;

-- Readers wait for this alone: it gives up rather than let them wait for one who reads long.
create function vault.take_place(n bigint, old_place text, new_place text)
returns void language plpgsql set search_path = pg_catalog, pg_temp set lock_timeout = '200ms' as $$
declare
  kept text;
begin
  foreach kept in array array['r', 'h'] loop
    execute format('drop table %I.%s_%s', old_place, kept, n);
    execute format('alter table %I.n%s_%s rename to %2$s_%3$s', new_place, kept, n);
  end loop;
  if old_place <> new_place then execute format('alter table %I.v_%s set schema %I', old_place, n, new_place); end if;
end $$;

-- Puts the tables made anew in the place of the old ones, whose files go with them. Nobody can write while it looks
-- whether every row is there and none has come since the digests were taken; whoever reads goes on reading.
create or replace function vault.swap_resealed(n bigint)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  work vault.reseal;
  kept text;
begin
  select reseal.* into work from vault.reseal join vault.resource on resource.id = reseal.resource_id
    where resource.number = n and reseal.finished_at is null;
  if work.id is null then raise exception 'resource % is not to be sealed anew', n; end if;
  execute format('lock table %1$I.r_%3$s, %1$I.h_%3$s, %2$I.nr_%3$s, %2$I.nh_%3$s in share mode',
    work.from_place, work.to_place, n);
  foreach kept in array array['r', 'h'] loop
    if vault.contents_of(work.from_place, kept, n) <> vault.contents_of(work.to_place, 'n' || kept, n) then
      raise exception using errcode = 'GS020', message = format('rows of %s_%s are not as they were', kept, n);
    end if;
  end loop;
  if vault.state_of_made(work.to_place, n) is distinct from work.state then
    raise exception using errcode = 'GS020', message = format('rows were written to the new tables of %s', n);
  end if;
  perform vault.take_place(n, work.from_place, work.to_place);
end $$;
