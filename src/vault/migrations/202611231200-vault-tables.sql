-- The stored data: what physical table stands for which resource, and which batches were written to it.
create schema vault;
create schema data;
grant usage on schema vault to gongshu_app, gongshu_reader;
grant usage on schema data to gongshu_app;

create table vault.resource (
  id uuid primary key,
  code text not null unique check (code ~ '^r-[0-9A-HJKMNP-TV-Z]{8}$'),
  -- Names the tables data.r_<n>, data.h_<n>, data.v_<n>; no name given by a user reaches DDL.
  number bigint generated always as identity unique,
  entry_id uuid not null,
  kind text not null check (kind = 'table'),
  items jsonb not null,
  rows bigint not null default 0 check (rows >= 0),
  last_batch bigint not null default 0,
  created_at timestamptz not null default platform.wall_now()
);

-- One row per batch written; `digest` is SM3 over the row MACs of the rows it wrote, in order of row id.
create table vault.batch (
  resource_id uuid not null references vault.resource,
  number bigint not null check (number > 0),
  id uuid not null unique,
  accepted bigint not null,
  quarantined bigint not null,
  inserted bigint not null,
  updated bigint not null,
  unchanged bigint not null,
  removed bigint not null,
  digest bytea not null,
  written_at timestamptz not null default platform.wall_now(),
  primary key (resource_id, number),
  check (accepted = inserted + updated + unchanged + removed)
);

grant select, insert, update on vault.resource to gongshu_app;
grant select, insert on vault.batch to gongshu_app;
grant select on vault.resource, vault.batch to gongshu_reader;

-- Makes the tables of a resource. `kinds`: type of each column c1..cN; `indexed`: names of its equality-index
-- columns (e<i>), `buckets`: of its bucket columns (b<i>); `keyed`: the row has a business key beside its subject.
-- The app has no CREATE; it can only ask for shapes that pass the checks below.
create function vault.create_table(n bigint, kinds text[], indexed text[], buckets text[], keyed boolean)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  kind text;
  name text;
  columns text := '';
  position integer := 0;
begin
  if not exists (select from vault.resource where number = n) then
    raise exception 'no resource %', n;
  end if;
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

  execute format('create table data.r_%s (%s, primary key (dist_key, row_id))', n, columns);
  execute format('create table data.h_%s (%s, from_batch bigint not null, to_batch bigint not null, '
    || 'primary key (dist_key, row_id))', n, columns);
  -- Highest source version seen of a key where no current row shows it: it was removed, or confirmed unchanged.
  execute format('create table data.v_%s (key bytea primary key, source_version bigint not null, '
    || 'batch_id uuid not null)', n);
  if keyed then execute format('create index on data.r_%s (key_mac)', n); end if;
  foreach name in array indexed || buckets loop
    execute format('create index on data.r_%s (%I)', n, name);
  end loop;
  execute format('grant select, insert, delete on data.r_%s to gongshu_app', n);
  execute format('grant select, insert on data.h_%s to gongshu_app', n);
  execute format('grant select, insert, update, delete on data.v_%s to gongshu_app', n);
end $$;
revoke all on function vault.create_table from public;
grant execute on function vault.create_table to gongshu_app;
