-- A draft that was never submitted is its keeper's own note and may be thrown away; everything else stays.
create function catalogue.drop_draft(draft uuid) returns boolean
  language sql security definer set search_path = pg_catalog
begin atomic
  with dropped as (
    delete from catalogue.entry
    where id = $1 and status = 'draft' and published_version is null and matter_id is null
    returning id
  )
  select exists (select from dropped);
end;
grant execute on function catalogue.drop_draft(uuid) to gongshu_app;
