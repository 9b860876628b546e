-- A file takes the place of another, never of itself.
alter table vault.file add constraint replaced_by_another check (replaced_by <> id);
