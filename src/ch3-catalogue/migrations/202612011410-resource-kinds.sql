-- What is mounted on an entry is what its format says (Art. 12 ¶5, field 3): a table, files, or an interface; one per entry.
alter table catalogue.resource drop constraint resource_kind_check;
alter table catalogue.resource add constraint resource_kind_check check (kind in ('table', 'file', 'interface'));
create unique index resource_one_per_entry on catalogue.resource (entry_id);
drop index catalogue.resource_entry_id_idx;
