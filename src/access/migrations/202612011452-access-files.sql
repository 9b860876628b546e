-- Files under a grant: listed, delivered, and that one was delivered whole. A file is asked for by a client system with its
-- key, or by a person of the holder in a post of theirs, and which file it was stands beside (Art. 20).
alter table access.usage drop constraint usage_operation_check;
alter table access.usage
  add constraint usage_operation_check check (operation in ('query', 'verify', 'files', 'file', 'file-end')),
  alter column keyid drop not null,
  alter column client_id drop not null,
  add column file_id uuid,
  add column person_id uuid,
  add column post_id uuid,
  add constraint usage_by_key_or_person check (
    (keyid is null) = (client_id is null) and (keyid is null) = (person_id is not null)
    and (person_id is null) = (post_id is null));
