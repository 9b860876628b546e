-- Items of the versions in force by their names without blanks and case, so that entries with the same items are found.
create table catalogue.published_item (
  key text not null,
  entry_id uuid not null references catalogue.entry,
  primary key (key, entry_id)
);
insert into catalogue.published_item
select distinct regexp_replace(lower(normalize(item ->> 'name', nfkc)), '[\s[:cntrl:]]', '', 'g'), entry.id
from catalogue.entry
join catalogue.entry_version version on version.entry_id = entry.id and version.version = entry.published_version,
  jsonb_array_elements(version.content -> 'items') item
where entry.status <> 'withdrawn';
create index on catalogue.published_item (entry_id);
grant select, insert, delete on catalogue.published_item to gongshu_app;
grant select on catalogue.published_item to gongshu_reader;
