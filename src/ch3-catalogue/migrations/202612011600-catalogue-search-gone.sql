-- What has left the catalogue is shown to few: it is searched apart, so that it takes no place in the bound of a search
-- from what is in force. See ADR 0138.
alter table catalogue.search add column gone boolean not null default false;
update catalogue.search set gone = true
from catalogue.entry where entry.id = search.entry_id and entry.status = 'withdrawn';
drop index catalogue.search_in_force_idx;
create index search_in_force_idx on catalogue.search using gin (search) where not of_draft and not gone;
create index search_gone_idx on catalogue.search using gin (search) where not of_draft and gone;
