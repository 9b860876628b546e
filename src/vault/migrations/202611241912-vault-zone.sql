-- The zone of important and core data (Art. 11 ¶3): tables in a schema of their own, under keys of their own, and how
-- a table is sealed anew when the grades of its items rise or when it moves into the zone or out of it.
create schema zone;
grant usage on schema zone to gongshu_app;

alter table vault.resource
  -- Schema of its tables.
  add column place text not null default 'data' check (place in ('data', 'zone')),
  -- Counts how often its rows were sealed anew; readers of an earlier one look again.
  add column generation integer not null default 1,
  -- Least version of its keys under which rows may still be written.
  add column key_floor integer not null default 1;

-- One row per time that a resource is sealed anew. Unfinished, it is the work to be done, by whoever comes first.
create table vault.reseal (
  id uuid primary key,
  resource_id uuid not null references vault.resource,
  entry_version integer not null,
  items jsonb not null,
  from_place text not null,
  to_place text not null check (to_place in ('data', 'zone')),
  planned_at timestamptz not null,
  -- Version of the keys the new tables are sealed under, once they are made.
  key_version integer,
  finished_at timestamptz,
  body jsonb,
  receipt text
);
create unique index on vault.reseal (resource_id) where finished_at is null;
create index on vault.reseal (resource_id, planned_at);

-- Digest of a batch's rows as they lie since a resource was sealed anew; vault.batch keeps the one of their arrival.
create table vault.batch_digest (
  resource_id uuid not null,
  number bigint not null,
  generation integer not null,
  digest bytea not null,
  primary key (resource_id, number, generation),
  foreign key (resource_id, number) references vault.batch
);

grant select, insert, update on vault.reseal to gongshu_app;
grant select, insert on vault.batch_digest to gongshu_app;
grant select on vault.reseal, vault.batch_digest to gongshu_reader;

-- Makes empty tables nr_<n>, nh_<n> beside those of a resource that is to be sealed anew, in the place it goes to.
create function vault.make_resealed(n bigint, kinds text[], indexed text[], buckets text[], keyed boolean)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  place text;
  kind text;
  name text;
  columns text := '';
  position integer := 0;
begin
  select reseal.to_place into place from vault.reseal join vault.resource on resource.id = reseal.resource_id
    where resource.number = n and reseal.finished_at is null;
  if place is null then raise exception 'resource % is not to be sealed anew', n; end if;
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
  execute format('drop table if exists data.nr_%s, data.nh_%1$s, zone.nr_%1$s, zone.nh_%1$s', n);
  execute format('create table %I.nr_%s (%s, primary key (dist_key, row_id))', place, n, columns);
  execute format('create table %I.nh_%s (%s, from_batch bigint not null, to_batch bigint not null, '
    || 'primary key (dist_key, row_id))', place, n, columns);
  if keyed then execute format('create index on %I.nr_%s (key_mac)', place, n); end if;
  foreach name in array indexed || buckets loop
    execute format('create index on %I.nr_%s (%I)', place, n, name);
  end loop;
  execute format('grant select, insert, delete on %I.nr_%s to gongshu_app', place, n);
  execute format('grant select, insert on %I.nh_%s to gongshu_app', place, n);
end $$;

-- Puts the tables made anew in the place of the old ones, whose files go with them; refuses unless every row is there.
create function vault.swap_resealed(n bigint)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  old_place text;
  new_place text;
  kept text;
  missing bigint;
begin
  select resource.place, reseal.to_place into old_place, new_place
    from vault.reseal join vault.resource on resource.id = reseal.resource_id
    where resource.number = n and reseal.finished_at is null;
  if new_place is null then raise exception 'resource % is not to be sealed anew', n; end if;
  foreach kept in array array['r', 'h'] loop
    execute format('select count(*) from %I.%s_%s old full join %I.n%2$s_%3$s made using (dist_key, row_id) '
      || 'where old.content_mac is distinct from made.content_mac', old_place, kept, n, new_place) into missing;
    if missing > 0 then raise exception '% rows of %_% are not as they were', missing, kept, n; end if;
    execute format('drop table %I.%s_%s', old_place, kept, n);
    execute format('alter table %I.n%s_%s rename to %2$s_%3$s', new_place, kept, n);
  end loop;
  if old_place <> new_place then execute format('alter table %I.v_%s set schema %I', old_place, n, new_place); end if;
end $$;
-- Gives up what is under way of a resource, because its entry now asks for something else; what is done stays on record.
create function vault.drop_reseal(n bigint)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from vault.reseal using vault.resource
    where resource.id = reseal.resource_id and resource.number = n and reseal.finished_at is null;
  execute format('drop table if exists data.nr_%s, data.nh_%1$s, zone.nr_%1$s, zone.nh_%1$s', n);
end $$;
revoke all on function vault.make_resealed, vault.swap_resealed, vault.drop_reseal from public;
grant execute on function vault.make_resealed, vault.swap_resealed, vault.drop_reseal to gongshu_app;
