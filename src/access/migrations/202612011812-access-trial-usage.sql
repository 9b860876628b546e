-- A trial of an interface asks about a person as a call does: it goes on the same record, with the entry whose interface was
-- tried, mounted or not, and no grant.
alter table access.usage drop constraint usage_operation_check;
alter table access.usage
  add constraint usage_operation_check
    check (operation in ('query', 'verify', 'files', 'file', 'file-end', 'trial')),
  add column entry_id uuid,
  add constraint usage_of_a_trial check ((operation = 'trial') = (entry_id is not null));
