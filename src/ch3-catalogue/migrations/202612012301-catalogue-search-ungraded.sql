-- A draft without items has no grade yet: it is counted, and found, under none.
alter table catalogue.search alter column item_grade drop not null;
update catalogue.search found set item_grade = null
from catalogue.entry entry
where entry.id = found.entry_id and found.of_draft and coalesce(jsonb_array_length(entry.draft -> 'items'), 0) = 0;
