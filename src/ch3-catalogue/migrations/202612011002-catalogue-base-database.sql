-- Art. 16: the number that identifies whom data are about tells the base database they belong to.
create function catalogue.base_database(items jsonb) returns text language sql immutable parallel safe
return case
  when items @> '[{"standard": "identity-number", "role": "subject-key"}]' then 'person'
  when items @> '[{"standard": "credit-code", "role": "subject-key"}]' then 'organisation'
end;
alter table catalogue.search add column base_database text;
update catalogue.search set base_database = catalogue.base_database(entry.draft -> 'items')
from catalogue.entry where search.of_draft and entry.id = search.entry_id;
update catalogue.search set base_database = catalogue.base_database(version.content -> 'items')
from catalogue.entry join catalogue.entry_version version
  on version.entry_id = entry.id and version.version = entry.published_version
where not search.of_draft and entry.id = search.entry_id;
grant execute on function catalogue.base_database(jsonb) to gongshu_app;
