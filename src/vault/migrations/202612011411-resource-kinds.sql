-- Files and interfaces stand beside the tables: their items are protected by grade alike.
alter table vault.resource drop constraint resource_kind_check;
alter table vault.resource add constraint resource_kind_check check (kind in ('table', 'file', 'interface'));
